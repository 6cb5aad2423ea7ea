"""The administrator's pages of people: accounts, roles, invitations."""
