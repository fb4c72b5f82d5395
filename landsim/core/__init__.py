"""The land model itself: one process, one file. Imports only numpy, numba, the standard library and itself."""

from landsim.core import compilation as compilation  # sets the cache folder before anything is compiled
