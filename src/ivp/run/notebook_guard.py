"""Keeps a notebook to the input that was declared for it: the key of its outcome rests on that.

An IPython extension for kernels that the runner starts. From then on the kernel refuses to open a
file of the project other than its input and our own code, to start another program, and to call
another host. What a library opens from compiled code of its own does not pass here.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Any

from ivp.errors import OndeclareerdeInvoer

_CODE = re.compile(r"\.(py|so|pyd|pyc(\.\d+)?)$")
"""Our own code, and what Python compiles it to: under a name with a number until it is whole."""
_LOCAL = {"127.0.0.1", "::1", "localhost"}
_PROGRAM = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.startfile"}


def arguments(root: str, invoer: str) -> list[str]:
    """What a kernel is started with, to load this extension for the project in ``root``."""
    return [
        f"--InteractiveShellApp.extra_extensions={__name__}",
        f"--Poort.root={root}",
        f"--Poort.invoer={invoer}",
    ]


def load_ipython_extension(shell: Any) -> None:
    """Close the gate; it stays closed as long as the kernel lives."""
    close(str(shell.config.Poort.root), str(shell.config.Poort.invoer))


def close(root: str, invoer: str) -> None:
    """Refuse, in this process and from now on, what is in ``root`` except ``invoer`` and code."""
    inside = os.path.realpath(root) + os.sep
    allowed = {os.path.realpath(invoer)} if invoer else set()
    libraries = tuple({os.path.realpath(path) + os.sep for path in (sys.prefix, sys.base_prefix)})

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if event in ("open", "sqlite3.connect"):
            path = given[0]
            if not isinstance(path, str | bytes | os.PathLike):
                return  # a descriptor: it was opened before, here or by who started us
            name = os.path.realpath(os.fsdecode(path))
            if name.startswith(inside) and name not in allowed:
                if name.startswith(libraries) or _CODE.search(name):
                    return
                raise _undeclared(f"het bestand {os.path.relpath(name, inside)} te openen")
        elif event in _PROGRAM:
            raise _undeclared(f"een ander programma te starten ({given[0]})")
        elif event == "socket.connect":
            address = given[1]
            if isinstance(address, tuple) and address[0] not in _LOCAL:
                raise _undeclared(f"verbinding te maken met {address[0]}")

    sys.addaudithook(watch)


def _undeclared(what: str) -> OndeclareerdeInvoer:
    return OndeclareerdeInvoer(
        f"Het notitieboek probeert {what}",
        waarom="dan is niet bekend wanneer dit hoofdstuk opnieuw gemaakt moet worden",
        doe="noem wat het nodig heeft in params/boek.yml bij leest van dit hoofdstuk",
    )
