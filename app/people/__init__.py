"""Persons, their roles, passkeys, links and sessions. Knows accounts, not units."""
