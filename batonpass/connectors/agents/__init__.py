"""Programs that converse, and act for a person: what they may read and do here."""
