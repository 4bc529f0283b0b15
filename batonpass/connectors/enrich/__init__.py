"""Who knows more about a person or a company than they told us, and what does asking cost?"""
