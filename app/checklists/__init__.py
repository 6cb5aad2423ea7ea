"""Versioned checklists: their model, the YAML they are written in, and the versions the database has seen."""
