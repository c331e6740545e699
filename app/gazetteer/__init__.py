"""The places of the world: a compact index, built once, and the words for countries."""
