"""What do we know of a company, and who of ours talks to whom there?"""
