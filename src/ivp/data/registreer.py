"""Register a new delivery: ``python -m ivp.data.registreer <naam>``.

Only the size, the checksum and the date change; what the data set is stays as it was described.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys

from ivp.data.datapackage import BESTANDSNAAM, Package, digest
from ivp.errors import IvpFout
from ivp.paths import Project


def registreer(project: Project, name: str, opgehaald: dt.date | None = None) -> None:
    """Write size, checksum and (when given) date of the file of data set ``name`` to the package.

    The file is read first, so a file that does not fit its schema is refused with ``BronFout``.
    """
    dataset = Package.load(project).dataset(name)
    raw = dataset.raw()
    dataset.parse(raw)
    path = project.data / BESTANDSNAAM
    register = json.loads(path.read_bytes())
    for resource in register["resources"]:
        if resource["name"] == name:
            resource["bytes"] = len(raw)
            resource["hash"] = digest(raw)
            if opgehaald is not None:
                resource["ivp"]["opgehaald"] = opgehaald.isoformat()
    path.write_text(dumps(register), encoding="utf-8", newline="\n")


def dumps(register: object) -> str:
    """The package as text, always in the same form."""
    return json.dumps(register, ensure_ascii=False, indent=2) + "\n"


def vandaag() -> dt.date:
    """The day, or the one that ``SOURCE_DATE_EPOCH`` fixes."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC).date()
    return dt.datetime.now(tz=dt.UTC).date()


def main(names: list[str]) -> int:
    """The command: register each named data set, say so, return the exit code."""
    if not names:
        print("Gebruik: python -m ivp.data.registreer <naam van de bron> …", file=sys.stderr)
        return 2
    try:
        project = Project.find()
        for name in names:
            registreer(project, name, vandaag())
            print(f"Geregistreerd: {name}")
    except IvpFout as fout:
        print(fout, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
