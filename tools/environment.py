"""Make or renew the project's environment: ``make environment``, or run this file with Python.

This file is written so that any Python can read it, to say which Python is needed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - that is the one thing this file is for
    sys.stderr.write(
        "Dit boek heeft Python 3.11 of nieuwer nodig; "
        + sys.executable
        + " is versie "
        + ".".join(str(part) for part in sys.version_info[:3])
        + ".\n  Wat u kunt doen: installeer een nieuwere Python, of noem hem: "
        + "make PYTHON=python3.12 environment\n"
    )
    sys.exit(1)

from install import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
