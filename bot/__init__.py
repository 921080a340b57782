"""The edge: it alone reads the clock and the environment, speaks HTTP, and knows every concrete class."""
