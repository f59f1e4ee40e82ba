"""What Quarto runs before it renders: checks, contracts, stale notebooks, ``_variables.yml``."""

import sys

from in_environment import run

if __name__ == "__main__":
    sys.exit(run("-m", "ivp", "prepare"))
