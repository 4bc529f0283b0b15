"""How do the calls that Segment passes on come in?"""
