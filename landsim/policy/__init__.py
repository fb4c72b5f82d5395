"""Policy: what is planned on the land. Units of land meet here, before the run, and nowhere else."""
