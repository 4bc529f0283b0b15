"""Which languages do our pages and mails speak, and how does a sentence find its words in the reader's?"""
