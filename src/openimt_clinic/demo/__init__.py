"""The demo clinic: everybody in it is invented."""
