"""Who or what do I mean?"""
