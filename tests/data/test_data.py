"""The committed data: registered, and equal to the facts they were taken from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivp.data import Package
from ivp.paths import Project

NAMES = Package.load(Project(Path(__file__).resolve().parents[2])).names


@pytest.mark.parametrize("name", NAMES)
def test_reads_and_has_a_key(package: Package, name: str) -> None:
    dataset = package.dataset(name)
    frame = dataset.read()
    assert len(frame) > 0
    assert not frame.duplicated(list(dataset.resource.schema_.primary_key)).any()


@pytest.mark.parametrize("name", NAMES)
def test_says_whether_it_is_real(package: Package, name: str) -> None:
    resource = package.dataset(name).resource
    assert resource.ivp.werkelijk == (not resource.description.startswith("VERZONNEN"))
    assert resource.ivp.werkelijk == (not resource.ivp.producent.startswith("Voorbeeld"))


def test_every_file_is_registered(root: Path, package: Package) -> None:
    files = {path.resolve() for path in (root / "data").rglob("*.csv")}
    files -= {path.resolve() for path in (root / "data/sjablonen").iterdir()}
    assert files == {dataset.file.resolve() for dataset in package.datasets}


def test_area_codes_have_no_padding(package: Package) -> None:
    form = re.compile(r"GM\d{4}|NL00|RE\d{2}|WK\d{6}")
    for dataset in package.datasets:
        if "gebied" in dataset.columns:
            assert all(form.fullmatch(code) for code in dataset.read()["gebied"].unique())


def test_merger_of_2011(package: Package) -> None:
    crimes = package.dataset("cbs-misdrijven").read().set_index(["gebied", "jaar"])["aantal"]
    assert crimes["GM0420", 2010] + crimes["GM0364", 2010] + crimes["GM0459", 2010] == 2245
    assert crimes["GM0420", 2011] == 2120
    assert ("GM0364", 2011) not in crimes.index
    people = package.dataset("cbs-inwoners").read().set_index(["gebied", "jaar"])["inwoners"]
    together = sum(people[code, 2010] for code in ("GM0420", "GM0364", "GM0459"))
    assert together == 42891
    # The rate that CBS publishes for 2011 divides by exactly these inhabitants of 1 January.
    assert round(1000 * crimes["GM0420", 2011] / together, 1) == 49.4


def test_merger_of_2007(package: Package) -> None:
    people = package.dataset("cbs-inwoners").read().set_index(["gebied", "jaar"])["inwoners"]
    before = sum(people[code, 2006] for code in ("GM0420", "GM0529", "GM0466"))
    assert people["GM0420", 2007] == pytest.approx(before, rel=0.01)
    before = people["GM0429", 2006] + people["GM0558", 2006]
    assert people["GM1598", 2007] == pytest.approx(before, rel=0.02)


def test_hidden_categories_per_wijk(package: Package) -> None:
    assert package.dataset("politie-misdrijven-wijk").read()["aantal"].sum() == 1202
    police = package.dataset("politie-misdrijven").read()
    own = police[(police["gebied"] == "GM0420") & (police["jaar"] == 2023)]
    assert own["aantal"].item() == 1212


def test_contradicting_publications_both_stand(package: Package) -> None:
    frame = package.dataset("vm-gepubliceerd").read()
    marks = frame[frame["vraag"] == "rapportcijfer_veiligheid"]["waarde"]
    assert sorted(marks) == [7.7, 7.8]


def test_kernen_wijken_and_deelgebieden(package: Package) -> None:
    kernen = package.dataset("gebieden").read()
    assert (len(kernen), kernen["wijk"].nunique()) == (17, 16)
    wijk = kernen.set_index("kern")["wijk_naam"]
    assert wijk["Onderdijk"] == "Wervershoof"
    assert package.dataset("gebieden-deelgebied").read()["deelgebied"].nunique() == 6


def test_the_page_of_sources_lists_them_all(root: Path, package: Package) -> None:
    page = (root / "docs/bronnen.md").read_text(encoding="utf-8")
    real, examples = page.partition("## Elke bron")[0].split("## Voorbeeld")
    for dataset in package.datasets:
        kenmerken = dataset.resource.ivp
        part = real if kenmerken.werkelijk else examples
        (row,) = [line for line in part.splitlines() if line.startswith(f"| `{dataset.name}` |")]
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[2:4] == [kenmerken.producent, kenmerken.tabel]
        assert cells[5:] == [
            "ja" if kenmerken.persoonsregistratie else "nee",
            f"`{dataset.place}`",
        ]
