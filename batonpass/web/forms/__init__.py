"""Which forms bring leads in, what do they ask, and what becomes of who fills them in?"""
