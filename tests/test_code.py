"""What of our own a module imports, wherever in it the statement stands."""

from __future__ import annotations

from pathlib import Path

from ivp.code import PACKAGE, Code, imports

WHEREVER = """
import ivp.a
from ivp import b
if TYPE_CHECKING:
    from ivp.c import C
else:
    import ivp.d as d
try:
    import ivp.e
except ImportError:
    import ivp.f
else:
    import ivp.g
finally:
    import ivp.h
class K:
    async def method(self):
        async with one:
            for two in three:
                while four:
                    from .. import i
                    lambda: 1
match five:
    case 6:
        import os, ivp.j
"""


def test_imports_are_seen_wherever_they_stand() -> None:
    found = {*imports(WHEREVER, "ivp.show")}
    assert {name for name in found if name.count(".") == 1} == {f"ivp.{x}" for x in "abcdefghij"}
    assert "ivp.c.C" in found


def test_of_our_modules_no_import_is_missed(tmp_path: Path) -> None:
    code = Code()
    tekst = '"""\nimport ivp.a is prose.\n"""\nfrom ivp import b\n'
    (tmp_path / "vreemd.py").write_text(tekst, "utf-8")
    odd = Code(tmp_path)
    assert set(imports(tekst)) == set(odd._imports["ivp.vreemd"])
    for name in code.checksums:
        if name.endswith(".py"):
            parts = ["ivp", *name.removesuffix(".py").split("/")]
            inner = ".".join(parts[:-1])
            module = inner if parts[-1] == "__init__" else ".".join(parts)
            whole = set(imports((PACKAGE / name).read_text("utf-8"), inner))
            assert whole == set(code._imports[module]), module
