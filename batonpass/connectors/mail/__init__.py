"""How do mails that a mail system passes on over HTTP come in?"""
