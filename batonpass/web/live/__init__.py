"""Has something changed since this page was made?"""
