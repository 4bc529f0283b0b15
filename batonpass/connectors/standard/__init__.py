"""How does any program of your own tell us something, signed by the Standard Webhooks scheme?"""
