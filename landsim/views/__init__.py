"""How the land sector is counted: four views, two bases, and the difference runs that two of the views need.

`kinds` names views and bases, `land_sector` is what a view is made of, `counterparts` says which runs a difference
needs, `reference_runs` has them made or fetches them from `store`, and `table` makes views.csv.
"""
