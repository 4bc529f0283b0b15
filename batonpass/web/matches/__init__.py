"""Which leads look like something we know, and need a person to say so?"""
