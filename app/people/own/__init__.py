"""One's own account: the pages under /me."""
