"""What of the parameters the results depend on, and how far: sampled studies through SALib on runs of landsim/batch."""
