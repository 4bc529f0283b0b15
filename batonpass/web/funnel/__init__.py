"""How far do leads of each kind get?"""
