"""Who was passed over, and which promises stand still?"""
