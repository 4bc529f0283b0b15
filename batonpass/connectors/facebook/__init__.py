"""How do lead ads of Facebook and Instagram come in?"""
