"""The planner's room: visits are given, altered and told."""
