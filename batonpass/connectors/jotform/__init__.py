"""How do answers to a Jotform come in?"""
