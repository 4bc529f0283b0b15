"""What was asked of the world, and how far has it got?"""
