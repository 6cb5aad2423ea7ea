"""The notice on paper: PDF, Word and a table to calculate with, each made from the same model as the page."""
