"""When are our people away, by their own calendars?"""
