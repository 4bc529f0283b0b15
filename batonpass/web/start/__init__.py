"""How does an installation get from nothing to its first handoff?"""
