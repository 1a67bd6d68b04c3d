"""The event log: what was done, by whom, for whom, when. Nothing in it is ever changed."""
