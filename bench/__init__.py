"""Measurements against yardsticks of the same run. They need the machine for themselves, and are no tests."""
