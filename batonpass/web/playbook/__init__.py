"""Which agreement is in force, what stands in it, what would another change, and who has agreed to it?"""
