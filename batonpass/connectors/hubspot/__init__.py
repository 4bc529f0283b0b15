"""How do HubSpot's events, contacts and forms come in?"""
