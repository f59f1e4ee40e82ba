"""What Quarto runs after it rendered: clean and check what is in the output folder."""

import sys

from in_environment import run

if __name__ == "__main__":
    sys.exit(run("-m", "ivp", "finish"))
