"""The pages on which a draft of a checklist is written, compared, tried and published."""
