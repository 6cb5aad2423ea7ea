"""A checklist as an Excel workbook: written for those who know only Excel, and read back with every problem's cell."""
