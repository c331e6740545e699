"""Export formats: GeoJSON, NDJSON, CSV, Parquet, and the columns of ACLED and UCDP."""
