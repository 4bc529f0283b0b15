"""Where would a lead go, and why not elsewhere?"""
