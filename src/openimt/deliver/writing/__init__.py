"""What people who treat write down, as fields: what each can hold, and what is still missing."""
