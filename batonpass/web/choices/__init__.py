"""How does a person tell us to leave them alone?"""
