"""Events carried away: GeoJSON now; each other form is one more file with one function from events to lines."""
