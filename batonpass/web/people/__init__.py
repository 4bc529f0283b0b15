"""Who works here, when, and what do they hold?"""
