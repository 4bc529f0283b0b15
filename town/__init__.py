"""Who lives in the invented company that shows, tests and pictures Batonpass, and what happened to them in a year?"""
