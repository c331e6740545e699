"""HTTP in and out: routes, their documentation and their errors. Knows FastAPI, no SQL and no spaCy."""
