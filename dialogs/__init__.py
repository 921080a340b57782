"""What to say and what to ask for, as functions of values. No clock, no database, no network."""
