"""How do Salesforce's outbound messages and change events come in?"""
