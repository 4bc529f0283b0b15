"""What happens when somebody follows a link in one of our mails?"""
