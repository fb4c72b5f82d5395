"""Runs side by side, their frontier of carbon and degraded land, and what each measure adds."""
