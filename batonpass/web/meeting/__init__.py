"""What do both sides meet over, and what came of what they decided?"""
