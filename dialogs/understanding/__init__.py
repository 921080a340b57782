"""From words to meaning: acts and windows of time."""
