"""What does an export of somebody's CRM tell about the handoff, without any set-up?"""
