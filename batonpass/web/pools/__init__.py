"""Who shares leads with whom, and is it fair?"""
