"""Measurements, not tests: `make bench` runs them and prints a table with the machine in it."""
