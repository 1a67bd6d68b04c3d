"""Reminders to browsers by the web push standard (RFC 8030, 8188, 8291, 8292), with own keys."""
