"""HTTP: routes, their documentation and their errors. Uses FastAPI, but no SQL and no spaCy."""
