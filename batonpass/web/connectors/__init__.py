"""The page of other systems."""
