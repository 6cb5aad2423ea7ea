"""What phones announced, what of it arrived and what is missing, for the department: by code, and never by name."""
