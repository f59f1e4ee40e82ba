"""A small book with a manifest, without making a book."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivp.editions import crate
from ivp.editions.manifest import NAME, ContractOutcome, Edition, EditionSource, checksums
from ivp.editions.seal import write_durations


def edition(**changes: object) -> Edition:
    fields: dict[str, object] = {
        "id": "0.1-aaaaaaaa",
        "kenmerk": "a" * 64,
        "nummer": "0.1",
        "datum": "2026-11-23",
        "status": "concept",
        "titel": "Integraal Veiligheidsplan Voorbeeldstad",
        "gemeente": "Voorbeeldstad",
        "profielen": ("concept",),
        "renderer": "ingebouwd",
        "commit": "c" * 40,
        "invoer": {"params/boek.yml": "b" * 64, "data/politie/misdrijven.csv": "d" * 64},
        "bronnen": {
            "misdrijven": EditionSource(
                titel="Misdrijven",
                bestand="data/politie/misdrijven.csv",
                sha256="d" * 64,
                producent="Politie",
                tabel="47013NED",
                opgehaald="2026-11-01",
                url="https://dataderden.cbs.nl/ODataApi/OData/47013NED",
                licentie="Naamsvermelding 4.0 Internationaal",
                werkelijk=True,
            )
        },
        "contracten": {"misdrijven": ContractOutcome(controles=3, kapot=())},
        "versies": {"Python": "3.11.7", "typst": "0.15.2"},
        "uitgevoerd": {},
        "uitvoer": {},
    }
    return Edition.model_validate({**fields, **changes})


def make(folder: Path) -> Edition:
    """A book of three files, sealed as the real one is."""
    (folder / "chapters").mkdir(parents=True)
    (folder / "index.html").write_text("<p>Voorpagina</p>")
    (folder / "chapters" / "een.html").write_text("<p>Eén</p>")
    (folder / "boek.pdf").write_bytes(b"%PDF-1.7\n")
    first = edition()
    crate.write(folder, first, checksums(folder, folder))
    made = first.model_copy(update={"uitvoer": checksums(folder, folder)})
    (folder / NAME).write_bytes(made.to_json())
    write_durations(folder, {"Pagina's maken": 1.2345})
    return made


@pytest.fixture
def book(tmp_path: Path) -> Path:
    make(tmp_path / "_book")
    return tmp_path / "_book"
