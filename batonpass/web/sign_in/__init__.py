"""Who comes in?"""
