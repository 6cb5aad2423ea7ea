"""Image bytes: kept as they came, read once for views. Knows bytes, not visits."""
