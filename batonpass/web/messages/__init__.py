"""What was I told, where, and what proves it?"""
