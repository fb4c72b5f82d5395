"""How uncertain results are: ensembles of parameters and climates, intervals, and what the gap's spread is from."""
