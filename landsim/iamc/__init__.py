"""A run in the table of the IAMC community: definitions of variables and regions, the export, and its check."""
