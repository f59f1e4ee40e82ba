"""The official lists of crime and nuisance codes, and which crimes the police hide.

Sources: police tables 47013NED, 47018NED, 47022NED (crimes) and 47021NED, 47024NED (nuisance).
"""

from __future__ import annotations

import csv
from pathlib import Path

_TEXT = Path(__file__).with_suffix(".csv").read_text(encoding="utf-8")
_ROWS = list(csv.DictReader(_TEXT.splitlines()))

CRIMES = {row["code"]: row["naam"] for row in _ROWS if row["lijst"] == "misdrijven"}
NUISANCE = {row["code"]: row["naam"] for row in _ROWS if row["lijst"] == "overlast"}
HIDDEN_PER_BUURT = frozenset(row["code"] for row in _ROWS if "buurt" in row["verborgen"])
"""Left out of the tables per wijk and buurt (47018NED, 47022NED)."""
HIDDEN_PER_MONTH = frozenset(row["code"] for row in _ROWS if "maand" in row["verborgen"])
"""Published per year only."""
