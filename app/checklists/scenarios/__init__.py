"""Scripts of mystery shoppers (场景): what to do and say, what never, and the items of checklists that they judge."""
