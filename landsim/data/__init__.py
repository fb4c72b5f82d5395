"""Data shipped with the package: the embedded landscape, the fact tables, and the build of the grid."""
