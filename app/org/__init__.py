"""Units, sites, posts, the people who hold them, and which node of the tree an account belongs to."""
