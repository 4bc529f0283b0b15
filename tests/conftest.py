"""What every test may ask for; what only some need stands beside them."""
