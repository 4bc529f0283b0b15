"""What do I need to know of this lead, and what can I do with it?"""
