"""Checklists as files: spreadsheets that are downloaded, changed and uploaded."""
