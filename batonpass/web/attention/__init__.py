"""What has the program set aside for a person to look at?"""
