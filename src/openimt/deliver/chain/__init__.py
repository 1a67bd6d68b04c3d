"""A chain: one act, link by link, with solutions; never as a punishment."""
