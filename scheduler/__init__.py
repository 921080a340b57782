"""Time, promises and permission: pure functions over values. No clock, no database, no network."""
