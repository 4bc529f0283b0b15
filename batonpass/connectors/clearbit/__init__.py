"""How does what Clearbit, or a service of its shape, found out about people and companies come in?"""
