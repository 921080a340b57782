"""Rows in and out: CSV files that clinics bring, and what they take with them. Keys and columns are the contract's."""
