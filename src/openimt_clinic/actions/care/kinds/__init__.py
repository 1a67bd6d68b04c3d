"""The kinds of care documents, a file each; ``known`` lists them."""
