"""How every reader says what is wrong, and where: file, row and column, in Dutch."""

from __future__ import annotations

from collections.abc import Sequence

from ivp.dutch import first_few
from ivp.errors import BronFout

REASON = "een verkeerd gelezen cel wordt ongemerkt een verkeerd cijfer in het boek"
ASK_AGAIN = "vraag de levering opnieuw op"
FETCH_AGAIN = "haal de tabel opnieuw op (`ivp fetch`)"
SHIFTED = "de waarden schuiven naar de verkeerde kolom, of het bestand is afgebroken"
FREEZES = "zo veel legt de computer stil"


def fault(
    what: str,
    file: str,
    *,
    row: int | None = None,
    column: str | None = None,
    reason: str = REASON,
    remedy: str = ASK_AGAIN,
) -> BronFout:
    """The error for ``file``; ``row`` counts records, the first is 1, as a spreadsheet does."""
    place = file if row is None else f"{file}, rij {row}"
    if column:
        place += f", kolom {column}"
    return BronFout(what, waar=place, waarom=reason, doe=remedy)


def check_size(size: int, most: int, place: str, remedy: str) -> None:
    """Raise ``BronFout`` for a file or answer of more bytes than we read."""
    if size > most:
        what = f"Dit is {size >> 20} MB; meer dan {most >> 20} MB lezen we niet"
        raise fault(what, place, reason=FREEZES, remedy=remedy)


def quoted(words: Sequence[str], most: int = 5) -> str:
    """The first few words in quotes, and how many more there are."""
    return first_few([f"'{word}'" for word in words], most)
