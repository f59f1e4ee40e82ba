"""What of our own a module imports, wherever in it the statement stands."""

from __future__ import annotations

from pathlib import Path

from ivp.code import Code, imports

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


def test_prose_that_looks_like_an_import_is_none(tmp_path: Path) -> None:
    for name, text in {
        "vreemd": '"""\nimport ivp.a is prose.\n"""\nfrom ivp import b\n',
        "a": "",
        "b": "",
    }.items():
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    assert list(Code(tmp_path).reached(["ivp.vreemd"])) == ["ivp.b", "ivp.vreemd"]
