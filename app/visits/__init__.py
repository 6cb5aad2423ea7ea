"""Visits (检查任务): who goes where with which checklists, the offline pack, and the pages of the field."""
