"""What of our own a module imports, wherever in it the statement stands."""

from __future__ import annotations

from ivp.code import imports

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
