"""How do we reach people in Slack, and hear which button they pressed?"""
