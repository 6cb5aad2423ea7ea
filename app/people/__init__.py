"""Persons, their roles, passkeys, links, enrolled phones and sessions. Knows accounts, not units."""
