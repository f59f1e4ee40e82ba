"""Checking all: what blocks, what is remembered, and what is said when a delivery is wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ivp.contracts import Verdict
from ivp.contracts.check_datasets import check, publishable, raise_if_broken
from ivp.contracts.suite import Suite
from ivp.contracts.wording import PERSONAL
from ivp.data import Package
from ivp.errors import BronFout, ContractFout, Fouten, ParamsFout
from ivp.paths import Project
from ivp.store import Store

Deliver = Callable[[str, Callable[[str], str]], Package]


def test_broken_delivery_blocks_and_says_where(deliver: Deliver) -> None:
    package = deliver("halt", lambda text: text.replace("GM0420", "GM9999", 1))
    with pytest.raises(ContractFout) as caught:
        raise_if_broken(check(package, ["halt"]))
    fout = caught.value
    assert fout.waar == "data/partners/halt.csv, kolom gebied"
    assert "rij 2 (GM9999)" in fout.wat
    assert "Halt" in fout.doe
    assert "expectations/halt.json" in fout.doe


def test_a_delivery_with_one_more_year_needs_no_other_contract(deliver: Deliver) -> None:
    def longer(text: str) -> str:
        newest = [line for line in text.splitlines() if ",2023," in line]
        return text + "".join(f"{line.replace(',2023,', ',2024,')}\n" for line in newest)

    found = check(deliver("halt", longer), ["halt"])
    assert [v.wat for v in found if v.status != "ok"] == []


def test_a_kind_that_fell_out_of_one_year_blocks(deliver: Deliver) -> None:
    package = deliver("halt", lambda text: re.sub(r"diefstal,GM0420,\w+,2020,\d+\n", "", text))
    total, year = [v for v in check(package, ["halt"]) if v.status == "kapot"]
    assert "minstens 35. Gevonden: 34" in str(total.error())
    assert "2020: 4 rijen, ernaast 5" in str(year.error())


def test_real_figures_under_the_name_of_an_example_block(copy: Project) -> None:
    path = copy.data / "datapackage.json"
    register = json.loads(path.read_bytes())
    (halt,) = (one for one in register["resources"] if one["name"] == "halt")
    halt["ivp"]["werkelijk"] = True
    path.write_text(json.dumps(register))
    (broken,) = [v for v in check(Package.load(copy), ["halt"]) if v.status == "kapot"]
    assert "(title, producent, licenses, sources)" in str(broken.error())
    assert broken.error().waar == "data/datapackage.json"


def test_warnings_do_not_block(deliver: Deliver) -> None:
    def emptied(text: str) -> str:
        lines = text.splitlines()
        half = [line.rsplit(",", 1)[0] + "," if i % 2 else line for i, line in enumerate(lines)]
        return "\n".join([*half, ""])

    verdicts = check(deliver("scores", emptied), ["scores"])
    raise_if_broken(verdicts)
    (broken,) = [verdict for verdict in verdicts if verdict.status == "kapot"]
    assert broken.severity == "warning"
    assert str(broken.error()).count("Waarom dit telt: ") == 1


def test_several_broken_expectations_come_together(deliver: Deliver) -> None:
    package = deliver(
        "halt", lambda text: text.replace("GM0420", "GM9999", 1).replace(",2017,", ",1017,")
    )
    with pytest.raises(Fouten) as caught:
        raise_if_broken(check(package, ["halt"]))
    assert len(caught.value.fouten) >= 2


def test_personal_data_block(deliver: Deliver) -> None:
    package = deliver("gebieden", lambda text: text.replace(",Andijk,", ",jan@voorbeeld.nl,", 1))
    broken = [v for v in check(package, ["gebieden"]) if v.status == "kapot"]
    assert "geen_email" in [v.kind for v in broken]
    assert "voorbeeld.nl" not in "".join(v.wat for v in broken if v.kind == "geen_email")


def test_checks_between_data_sets_see_a_change_in_the_other(
    deliver: Deliver, tmp_path: Path
) -> None:
    """Also when the data set itself and its contract did not change: nothing old is remembered."""
    before = Package.load(Project(tmp_path))
    cache = Store(tmp_path / "cache")
    assert all(v.status == "ok" for v in check(before, ["politie-misdrijven"], cache))
    old = ",GM0420,Medemblik,2023,"
    package = deliver(
        "politie-misdrijven-soort",
        lambda text: re.sub(rf"{old}(\d+)", rf"{old}9999", text, count=1),
    )
    (broken,) = [v for v in check(package, ["politie-misdrijven"], cache) if v.status == "kapot"]
    assert broken.kind == "expect_parts_to_sum_to_total"
    assert "totaal 1212" in str(broken.error())


def test_changed_files_are_all_named(copy: Project) -> None:
    package = Package.load(copy)
    for name in ("halt", "zvh"):
        with package.dataset(name).file.open("a", encoding="utf-8") as file:
            file.write("x\n")
    with pytest.raises(Fouten) as caught:
        check(package, ["halt", "zvh", "rud"])
    assert all(isinstance(fout, BronFout) for fout in caught.value.fouten)
    assert len(caught.value.fouten) == 2


def test_data_set_without_contract_and_contract_without_data_set(copy: Project) -> None:
    (copy.expectations / "halt.json").rename(copy.expectations / "hallt.json")
    with pytest.raises(Fouten) as caught:
        check(Package.load(copy))
    places = sorted(str(fout.waar) for fout in caught.value.fouten)
    assert places == ["expectations/hallt.json", "expectations/halt.json"]
    assert all(isinstance(fout, ParamsFout) for fout in caught.value.fouten)


def test_unchanged_is_remembered_without_great_expectations(root: Path, tmp_path: Path) -> None:
    """The import takes seconds: a second check in a fresh process must not need it."""
    code = (
        "import sys; from pathlib import Path; from ivp.contracts.check_datasets import check;"
        "from ivp.paths import Project; from ivp.data import Package;"
        "from ivp.store import Store;"
        f"store = Store(Path({str(tmp_path)!r}));"
        f"v = check(Package.load(Project(Path({str(root)!r}))), ['halt'], store);"
        "print(len(v), 'great_expectations' in sys.modules)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(2)
    ]
    assert said[0][0] == said[1][0]
    assert (said[0][1], said[1][1]) == ("True", "False")


def test_remembered_verdicts_are_the_same(package: Package, tmp_path: Path) -> None:
    first = check(package, ["halt", "rud"], Store(tmp_path))
    assert check(package, ["halt", "rud"], Store(tmp_path)) == first


def test_a_changed_contract_is_checked_again(copy: Project, tmp_path: Path) -> None:
    cache = Store(tmp_path / "cache")
    package = Package.load(copy)
    assert all(v.status == "ok" for v in check(package, ["halt"], cache))
    path = copy.expectations / "halt.json"
    text = path.read_text(encoding="utf-8")
    assert '"min_value": 2000' in text
    path.write_text(text.replace('"min_value": 2000', '"min_value": 2018'), encoding="utf-8")
    assert [v.status for v in check(package, ["halt"], cache)].count("kapot") == 1


@pytest.mark.parametrize("name", ["halt", "cbs-inwoners"])
def test_only_what_a_revision_concerns_is_checked_again(
    deliver: Deliver, copy: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The data set itself, and those that are compared with it."""
    seen: list[str] = []

    def run_suite(contract: Suite, *_: object) -> list[Verdict]:
        seen.append(contract.name)
        return []

    monkeypatch.setattr("ivp.contracts.check_datasets.run_suite", run_suite)
    cache = Store(tmp_path / "cache")
    check(Package.load(copy), store=cache)
    assert sorted(seen) == sorted(Package.load(copy).names)
    package = deliver(name, lambda text: text.rstrip("\n") + "1\n")
    seen.clear()
    check(package, store=cache)
    named = re.compile(rf'"(other|parts|total)": "{name}"')
    texts = {path.stem: path.read_text("utf-8") for path in copy.expectations.glob("*.json")}
    assert set(seen) == {name} | {one for one, text in texts.items() if named.search(text)}


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff"])
def test_a_damaged_cache_is_made_again(package: Package, tmp_path: Path, content: bytes) -> None:
    first = check(package, ["halt"], Store(tmp_path))
    for kept in tmp_path.rglob("*"):
        if kept.is_file():
            kept.write_bytes(content)
    assert check(package, ["halt"], Store(tmp_path)) == first


def test_of_persons_nothing_that_was_found_may_be_published(deliver: Deliver) -> None:
    """A warning names rows and values to the steward, not to readers."""
    package = deliver("halt", lambda text: text.replace(",2017,4", ",2017,4000", 1))
    whole = check(package)
    broken = [one for one in whole if one.dataset == "halt" and one.status != "ok"]
    assert any(one.examples or any(map(str.isdecimal, one.seen)) for one in broken)
    shown = publishable(whole, package)
    assert [(one.dataset, one.rule, one.status) for one in shown] == [
        (one.dataset, one.rule, one.status) for one in whole
    ]
    for one in shown:
        persons = package.dataset(one.dataset).resource.ivp.persoonsregistratie
        if persons and one.kind not in PERSONAL:
            assert one.seen == "niet getoond"
            assert one.count is None and one.examples == ()
            assert not any(map(str.isdecimal, one.wat))
    assert any(one.seen not in ("", "niet getoond") for one in shown), "others keep what was found"
