"""Pages for people and messages in four languages."""
