"""Promises of measures: what the land allows, what survives, what it closes of the gap, and what would be needed."""
