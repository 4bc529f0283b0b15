"""The page of lists that are taken in."""
