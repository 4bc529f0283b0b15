"""How do answers to a Typeform become submissions?"""
