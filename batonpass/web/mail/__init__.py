"""Which mails has the program sent, where no real mail server is set up?"""
