"""The pages of the rules of scoring: read by the bureau, changed by the publisher."""
