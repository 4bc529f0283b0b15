"""How do lead gen forms of LinkedIn come in?"""
