"""Where the agreement is changed: what stands in the text, what is wrong with it, and what would it do?"""
