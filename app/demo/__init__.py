"""The demo world 示范供电公司: invented people, units and sites, and three months that went through the real code."""
