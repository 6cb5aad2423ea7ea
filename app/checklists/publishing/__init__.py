"""What a draft would change, as the inspector would see it, and its publishing."""
