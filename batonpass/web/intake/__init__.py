"""How do leads and events come in, by the thousand, without one being lost?"""
