"""How does the team stand, and who takes what?"""
