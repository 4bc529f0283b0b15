"""How do we reach people in Microsoft Teams?"""
