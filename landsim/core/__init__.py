"""The land model itself: one process, one file. Imports only numpy, numba, the standard library and itself."""
