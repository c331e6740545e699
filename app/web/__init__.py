"""The pages for people: HTML, ES modules and styles without a build step. They use only what the API offers."""
