"""How do other programs read, work and steer what happens to leads?"""
