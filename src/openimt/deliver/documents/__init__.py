"""What a person writes on their own devices, put together so that nothing is lost or doubled."""
