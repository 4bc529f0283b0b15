"""How do meetings that somebody books with Calendly become submissions?"""
