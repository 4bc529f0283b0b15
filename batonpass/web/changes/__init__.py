"""Who changed what, when, and what stood there before?"""
