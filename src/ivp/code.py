"""Which of our own modules something reaches: what its outcome depends on, beside its inputs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path

from ivp.store import Store, digest, sha256

PACKAGE = Path(__file__).parent


class Code:
    """The package's modules as they are on disk; ``store`` spares parsing them all again."""

    def __init__(self, package: Path = PACKAGE, store: Store | None = None) -> None:
        self.package = package
        self.store = store

    @cached_property
    def checksums(self) -> dict[str, str]:
        """The checksum of every file of the package (compiled ones aside), by relative path."""
        return _ours() if self.package == PACKAGE else _checksums(self.package)

    @cached_property
    def _imports(self) -> dict[str, list[str]]:
        """What of our own each module (``ivp.stats.rates``) imports, inside functions too."""
        if self.store is None:
            return self._parse()
        key = digest(self.checksums)
        found: dict[str, list[str]] = self.store.remember_data("inputs", key, self._parse)
        return found

    def _parse(self) -> dict[str, list[str]]:
        found = {}
        for name in self.checksums:
            if name.endswith(".py"):
                module, inner = _module(name)
                text = (self.package / name).read_text("utf-8")
                found[module] = sorted(set(imports(text, inner)))
        return found

    def reached(self, names: Iterable[str]) -> dict[str, str]:
        """The modules that importing ``names`` runs, directly or through others → checksum."""
        files = {_module(name)[0]: name for name in self.checksums if name.endswith(".py")}
        todo = list(names)
        found: dict[str, str] = {}
        while todo:
            name = todo.pop()
            if name in found or name not in files:
                continue
            found[name] = self.checksums[files[name]]
            todo += self._imports[name]
            # Importing a module runs the packages around it as well.
            todo += [name.rsplit(".", 1)[0]] if "." in name else []
        return dict(sorted(found.items()))

    def digest(self, *names: str) -> str:
        """One checksum over ``reached``."""
        return digest(self.reached(names))


@cache
def _ours() -> dict[str, str]:
    """Of the package that this is, as this process first saw it: what it runs is no younger."""
    return _checksums(PACKAGE)


def _checksums(package: Path) -> dict[str, str]:
    return {
        path.relative_to(package).as_posix(): sha256(path.read_bytes())
        for path in sorted(package.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def imports(code: str, package: str = "") -> Iterator[str]:
    """What of our own ``code`` imports: modules, or names in them; ``package`` is where it is."""
    for node in _statements(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "ivp")
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package.split(".")[: 1 - node.level or None], base]).strip(".")
            if base.split(".")[0] == "ivp":
                yield base
                yield from (f"{base}.{alias.name}" for alias in node.names)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """The statements within ``node``, at any depth; expressions, most of a tree, hold none."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        part = getattr(node, field, None)
        for child in part if isinstance(part, list) else ():
            yield child
            yield from _statements(child)


def _module(name: str) -> tuple[str, str]:
    """The module in file ``name`` (relative to the package), and the package it is in."""
    parts = ["ivp", *name.removesuffix(".py").split("/")]
    if parts[-1] == "__init__":
        return ".".join(parts[:-1]), ".".join(parts[:-1])
    return ".".join(parts), ".".join(parts[:-1])
