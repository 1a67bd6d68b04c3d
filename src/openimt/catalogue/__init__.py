"""What can be done: modules and therapies as data, loaded and checked."""
