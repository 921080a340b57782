"""The calendar of the console: days and weeks as they are, and what staff do in them."""
