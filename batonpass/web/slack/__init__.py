"""What happens when somebody presses a button in Slack?"""
