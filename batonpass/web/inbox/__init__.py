"""What is mine to do, and what first?"""
