"""Do both sides mean the same by a lead that is ready?"""
