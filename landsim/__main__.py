"""``python -m landsim`` is the same as ``landsim``."""

from landsim.cli import main

if __name__ == "__main__":
    main()
