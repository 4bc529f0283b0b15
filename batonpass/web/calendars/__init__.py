"""When is a team at work?"""
