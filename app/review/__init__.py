"""Review (复核): the queue, decisions on each failing, acceptance, and the findings that follow from it."""
