"""Rewrite the fictitious data sets and their checksums."""

import sys

from ivp.errors import IvpFout
from ivp.paths import Project
from tools.example_data.calibration import MEDEMBLIK
from tools.example_data.generate import write_all

if __name__ == "__main__":
    try:
        for name in write_all(Project.find(), MEDEMBLIK):
            print(f"Gemaakt en geregistreerd: {name}")
    except IvpFout as fout:
        print(fout, file=sys.stderr)
        sys.exit(1)
