"""Do scores mean what they say, and which points would?"""
