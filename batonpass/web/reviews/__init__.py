"""Which leads wait for marketing to look at them?"""
