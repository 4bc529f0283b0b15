"""What do all the leads together tell us? Numbers in, numbers out."""
