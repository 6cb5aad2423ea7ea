"""Scores: the rules (pure), the ledger of every unit and month, closing a month, and the pages that show them."""
