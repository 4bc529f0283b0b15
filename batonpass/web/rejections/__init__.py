"""Which leads does sales give back, and what changes because of it?"""
