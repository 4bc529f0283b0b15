"""How do forms of a Webflow site come in?"""
