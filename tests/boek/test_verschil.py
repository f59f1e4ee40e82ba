"""The story: a source gets a revised year; the diff of the editions names that and no more."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

import pytest

from ivp.editions import verslag
from ivp.editions.verschil import Wijzigingen, vergelijk
from ivp.paths import Project
from tests.boek.conftest import ivp

BRON, INDICATOR, JAAR = "rud", "milieu-overtredingen", "2024"


def revise(root: Path) -> tuple[int, int]:
    """Let the environmental service deliver another figure for one year; before and after."""
    package = root / "data/datapackage.json"
    content = json.loads(package.read_text("utf-8"))
    [resource] = [one for one in content["resources"] if one["name"] == BRON]
    path = root / "data" / resource["path"]
    (root / "data/vorige").mkdir(exist_ok=True)
    shutil.copyfile(path, root / "data/vorige" / path.name)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    year, count = rows[0].index("jaar"), rows[0].index("aantal")
    row = next(row for row in rows if row[year] == JAAR and row[0] == "overtreding")
    before = int(row[count])
    row[count] = str(before * 3)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    raw = path.read_bytes()
    resource |= {"bytes": len(raw), "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}"}
    package.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return before, before * 3


@pytest.fixture(scope="module")
def found(boek, tmp_path_factory: pytest.TempPathFactory) -> Wijzigingen:
    root = shutil.copytree(boek.root, tmp_path_factory.mktemp("editie2") / "boek")
    revise(root)
    done = ivp(root, "book", "--renderer", "ingebouwd")
    assert done.returncode == 0, done.stdout + done.stderr
    return vergelijk(Project(root), boek.folder, root / "_book")


def test_only_the_revised_source_is_named(found: Wijzigingen) -> None:
    assert [one.naam for one in found.bronnen] == [BRON]
    [source] = found.bronnen
    assert source.rijen is not None
    assert not source.rijen.verlies
    assert len(source.rijen.herzien) == 1
    assert JAAR in source.rijen.herzien[0].rij
    assert found.instellingen == ()


def test_only_the_indicator_of_that_source_moved(found: Wijzigingen) -> None:
    assert {one.indicator for one in found.cijfers} == {INDICATOR}
    assert all(JAAR in one.waar and not one.verloren for one in found.cijfers)
    # Three times as many is far outside a Poisson interval.
    assert any(one.duidelijk for one in found.cijfers)


def test_sentences_chapters_and_figures(found: Wijzigingen) -> None:
    assert found.hoofdstukken == ["chapters/veld-fysiek.html"]
    [sentence] = found.zinnen
    assert sentence.nieuw.startswith("Overtredingen van milieuregels")
    assert "{+" in sentence.woorden() and "[-" in sentence.woorden()
    assert found.conclusies == ()
    assert set(found.figuren) == {
        "colofon-tbl-invoer",
        "veld-fysiek-fig-ontwikkeling-fysiek",
        "veld-fysiek-tbl-overzicht-fysiek",
    }


def test_tiers_and_forms(found: Wijzigingen) -> None:
    tiers = found.lagen()
    assert next(iter(tiers)) == "Kijk hier eerst naar"
    assert "Cijfers die meer verschillen dan de marge" in tiers["Kijk hier eerst naar"]
    text = verslag.markdown(found)
    assert text == verslag.markdown(found)
    assert "# Wat is er veranderd" in text
    assert verslag.atom(found) == verslag.atom(found)
    assert found.nieuw.id in verslag.atom(found).decode()


def test_an_edition_does_not_differ_from_itself(boek) -> None:
    same = vergelijk(Project(boek.root), boek.folder, boek.folder)
    assert same.lagen() == {}
    assert "geen verschil" in verslag.tekst(same)
    said = ivp(boek.root, "diff", "_book", "_book")
    assert said.returncode == 0
    assert "geen verschil" in said.stdout
