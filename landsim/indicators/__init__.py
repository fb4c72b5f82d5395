"""Indicators of the land in a run beside carbon: dust, species, grazing, protected areas, by year, map and province."""
