"""Rewrite the fictitious data sets and their checksums."""

import sys

from ivp.errors import IvpFout
from ivp.paths import Project
from ivp.sources.voorbeeld.ijking import MEDEMBLIK
from ivp.sources.voorbeeld.maak import schrijf

if __name__ == "__main__":
    try:
        for name in schrijf(Project.find(), MEDEMBLIK):
            print(f"Gemaakt en geregistreerd: {name}")
    except IvpFout as fout:
        print(fout, file=sys.stderr)
        sys.exit(1)
