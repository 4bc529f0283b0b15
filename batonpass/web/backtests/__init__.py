"""What would a draft have done with past leads?"""
