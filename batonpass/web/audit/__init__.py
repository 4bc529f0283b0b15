"""What does an export that somebody brings along tell about the handoff?"""
