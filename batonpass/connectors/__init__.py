"""How do we speak with other people's systems? One folder each, all alike."""
