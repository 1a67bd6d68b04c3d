"""Keeping people safe: facts, contacts, the plan and who holds it, the sheet for downtime."""
