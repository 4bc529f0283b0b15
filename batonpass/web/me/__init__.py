"""What may a person set for themselves?"""
