"""Who gets in, and by which key?"""
