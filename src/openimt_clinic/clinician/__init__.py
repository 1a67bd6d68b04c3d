"""The clinician's pages: who needs me and why, one person's Map and course."""
