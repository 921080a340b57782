"""Rows, and nothing clever: domain values in and out of SQLite or PostgreSQL."""
