"""Which leads wait for somebody to claim them?"""
