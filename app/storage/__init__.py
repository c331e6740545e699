"""Kept: tables, sessions, schema, and the way from the domain's words to rows and back."""
