from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivp.config import Config, load, sources
from ivp.errors import Fouten, IvpFout, ParamsFout
from ivp.paths import Project
from tests.config.conftest import PARAMS, Files, Make, write

BOEK, INDICATOREN, VELDEN = "params/boek.yml", "params/indicatoren.yml", "params/velden.yml"
LOKAAL = "params/gemeenten/proefdorp.yml"


def set_at(data: Any, path: str, value: Any) -> None:
    """Put ``value`` at ``a.0.b``; the last key may be new."""
    *head, last = path.split(".")
    for part in head:
        data = data[int(part)] if isinstance(data, list) else data[part]
    data[int(last) if isinstance(data, list) else last] = value


def all_errors(project: Project) -> list[IvpFout]:
    with pytest.raises(IvpFout) as caught:
        load(project)
    error = caught.value
    return error.fouten if isinstance(error, Fouten) else [error]


def test_the_small_book_loads(files: Files, make: Make) -> None:
    config = load(make(files))
    assert config.gemeente.naam == "Proefdorp"
    assert config.bestand == LOKAAL
    assert list(config.themas) == ["inbraak", "overlast"]
    assert [one.id for one in config.chapters] == ["historie", "veld-wonen", "veld-jeugd"]
    wonen = config.chapters[1]
    assert wonen.text == "chapters/veld-wonen.qmd"
    assert wonen.parameters == {"veld": "wonen"}
    assert wonen.reads.indicatoren == ("woninginbraak", "onveilig")
    assert config.boek.drempel_personen == 5
    assert config.onderdeel("velden")[1]["id"] == "jeugd"
    with pytest.raises(KeyError):
        config.veld("onbekend")


def test_the_real_params_load(root: Path) -> None:
    config = load(Project(root), "medemblik")
    assert config.gemeente.code == "GM0420"
    assert len(config.chapters) == len({one.id for one in config.chapters})


@pytest.mark.parametrize(
    ("file", "path", "value", "place", "what", "fix"),
    [
        (BOEK, "editie.staus", "x", "editie.staus", "Bedoelt u 'status'?", "verwijder"),
        (BOEK, "editie.status", "consept", "editie.status", "Bedoelt u 'concept'?", "concept, vas"),
        (BOEK, "editie.datum", 20261123, "editie.datum", "datum", ""),
        (BOEK, "editie.datum", "2026-02-30", "editie.datum", "datum", "2026-11-23"),
        (BOEK, "editie.datum", "gisteren", "editie.datum", "datum", "2026-11-23"),
        (BOEK, "editie.nummer", 1.0, "editie.nummer", "tekst, geen getal", "aanhalingstekens"),
        (BOEK, "editie.nummer", "", "editie.nummer", "niets", "tekst"),
        (BOEK, "editie", "x", "editie", "blok met sleutels", "ingesprongen"),
        (BOEK, "editie", None, "editie", "blok met sleutels", "ingesprongen"),
        (BOEK, "zaad", "een", "zaad", "heel getal", "heel getal"),
        (BOEK, "zaad", -1, "zaad", "buiten de grenzen", "ten minste 0"),
        (BOEK, "zaad", 2**40, "zaad", "buiten de grenzen", "kleiner dan"),
        (BOEK, "drempel_personen", True, "drempel_personen", "heel getal", ""),
        (BOEK, "drempel_personen", 0, "drempel_personen", "buiten de grenzen", "ten minste 1"),
        (BOEK, "drempel_personen", 2.5, "drempel_personen", "heel getal", ""),
        (BOEK, "hoofdstukken", "x", "hoofdstukken", "lijst", "streepje"),
        (BOEK, "hoofdstukken", [], "hoofdstukken", "te kort", "voeg"),
        (BOEK, "gemeente", "Proef Dorp", "gemeente", "vorm", "kleine letters"),
        (BOEK, "gemeente", "a" * 80, "gemeente", "lang", "60"),
        (BOEK, "gemeente", "proefdrop", "gemeente", "Bedoelt u 'proefdorp'?", "herstel"),
        (BOEK, "gemeente", "../boek", "gemeente", "vorm", "kleine letters"),
        (BOEK, "hoofdstukken.0.leest.onderdelen", ["histori"],
         "hoofdstukken.0.leest.onderdelen.0", "Bedoelt u 'historie'?", "kies uit"),
        (BOEK, "hoofdstukken.0.leest.indicatoren", ["woninginbrak"],
         "hoofdstukken.0.leest.indicatoren.0", "Bedoelt u 'woninginbraak'?", "herstel"),
        (BOEK, "hoofdstukken.0.leest.indicatoren", ["a", "a"],
         "hoofdstukken.0.leest.indicatoren", "twee keer: a", ""),
        (BOEK, "hoofdstukken.0.parameters", {"jaren": [1]},
         "hoofdstukken.0.parameters.jaren", "Een parameter is een tekst", ""),
        (BOEK, "hoofdstukken.0.tekst", "chapters/{veld}.qmd", "hoofdstukken.0", "horen bij", ""),
        (BOEK, "hoofdstukken.1.id", "thema", "hoofdstukken.1", "'veld' te bevatten", ""),
        (INDICATOREN, "indicatoren.Groot Getal", {}, "indicatoren.Groot Getal", "vorm", "kleine"),
        (INDICATOREN, "indicatoren.woninginbraak.gunstg", "x",
         "indicatoren.woninginbraak.gunstg", "Bedoelt u 'gunstig'?", ""),
        (INDICATOREN, "indicatoren.woninginbraak.noemer.pijl", "x",
         "indicatoren.woninginbraak.noemer.pijl", "Bedoelt u 'peil'?", ""),
        (INDICATOREN, "indicatoren.woninginbraak.meting", "aandeel",
         "indicatoren.woninginbraak", "'meting' hoort bij", ""),
        (INDICATOREN, "indicatoren.woninginbraak.selectie", ["a"],
         "indicatoren.woninginbraak.selectie", "blok met sleutels", ""),
        (INDICATOREN, "indicatoren.woninginbraak.vanaf", 1066,
         "indicatoren.woninginbraak.vanaf", "buiten de grenzen", "1990"),
        (VELDEN, "velden.0.themas.0.indicatoren", [],
         "velden.0.themas.0", "Een thema heeft een indicator", ""),
        (VELDEN, "velden.1.id", "wonen", "velden.1.id", "staat er twee keer", ""),
        (VELDEN, "velden.1.nummer", 1, "velden.1.nummer", "Nummer '1' staat er twee keer", ""),
        (VELDEN, "velden.1.themas.0.id", "inbraak",
         "velden.1.themas.0.id", "Thema 'inbraak'", ""),
        (LOKAAL, "capaciteit.werkgroep.leden.0.partner", "Politi",
         "capaciteit.werkgroep.leden.0.partner", "Bedoelt u 'Politie'?", ""),
        (INDICATOREN, "indicatoren.onveilig.deel_van", "woninginbrak",
         "indicatoren.onveilig.deel_van", "Bedoelt u 'woninginbraak'?", ""),
        (LOKAAL, "gemeente.code", "0420", "gemeente.code", "vorm", "GM0420"),
        (LOKAAL, "gemeente.naam", 12, "gemeente.naam", "tekst, geen getal", "aanhalingstekens"),
        (LOKAAL, "plan.van", 2022, "plan", "perioden", ""),
        (LOKAAL, "prioritering.niveau_grenzen", [1, 2, 3],
         "prioritering.niveau_grenzen.3", "te kort", "voeg"),
        (LOKAAL, "prioritering.niveau_grenzen", [1, 2, 3, 4, 5],
         "prioritering.niveau_grenzen", "te lang", "4"),
        (LOKAAL, "prioritering.niveau_grenzen", [2, 1, 3, 4], "prioritering", "laag naar hoog", ""),
        (LOKAAL, "prioritering.criteria.0.gewicht", "1,5",
         "prioritering.criteria.0.gewicht", "getal", "punt"),
        (LOKAAL, "prioritering.criteria.0.gewicht", 0, "prioritering", "gewicht groter", ""),
        (LOKAAL, "prioritering.aansluiting.0.thema", "inbrak",
         "prioritering.aansluiting.0.thema", "Bedoelt u 'inbraak'?", ""),
        (LOKAAL, "prioritering.aansluiting.0.kader", "grondwet",
         "prioritering.aansluiting.0.kader", "Kader 'grondwet' bestaat niet", ""),
        (LOKAAL, "capaciteit.partners.0.velden", ["woenen"],
         "capaciteit.partners.0.velden.0", "Bedoelt u 'wonen'?", ""),
        (LOKAAL, "capaciteit.dekking.extern_en_intern", "soms",
         "capaciteit.dekking.extern_en_intern", "true of false", ""),
        (LOKAAL, "historie.prioriteiten.0.indicator", "woninginbraken",
         "historie.prioriteiten.0.indicator", "Bedoelt u 'woninginbraak'?", ""),
        (LOKAAL, "capaciteit.stappen.0.tot", "2021-01-01",
         "capaciteit.stappen.0", "'tot' ligt", ""),
    ],
)  # fmt: skip
def test_a_wrong_value_is_explained_where_it_stands(
    files: Files,
    make: Make,
    file: str,
    path: str,
    value: Any,
    place: str,
    what: str,
    fix: str,
) -> None:
    set_at(files[file], path, value)
    project = make(files)
    errors = all_errors(project)
    found = [e for e in errors if e.waar and e.waar.endswith(f", {place}") and what in e.wat]
    assert found, "\n".join(map(str, errors))
    assert found[0].waar is not None
    assert found[0].waar.startswith(f"{file}, regel ")
    assert fix in found[0].doe
    assert not any("Deze waarde klopt niet" in e.wat for e in errors)


@pytest.mark.parametrize(
    "tekst",
    ["/etc/passwd", "../x.qmd", "chapters/../x.qmd", "chapters\\x.qmd", "C:/x.qmd", "x.qmd",
     "chapters/x.md", "chapters/x.qmd\n", "chapters//x.qmd", "chapters/./x.qmd", "~/x.qmd",
     "chapters/{veld}/../x.qmd", "file:///x.qmd"],
)  # fmt: skip
def test_a_chapter_stays_inside_the_book(files: Files, make: Make, tekst: str) -> None:
    files[BOEK]["hoofdstukken"][0]["tekst"] = tekst
    project = make(files)
    if tekst.endswith("\n"):
        assert load(project).chapters[0].text == tekst.strip()
        return
    errors = all_errors(project)
    assert any("goede vorm" in e.wat and "chapters/historie.qmd" in e.doe for e in errors)


@pytest.mark.parametrize(
    "notebook",
    ["/x.ipynb", "../notebooks/x.ipynb", "notebooks/../x.ipynb", "x.ipynb", "notebooks/"],
)
def test_a_notebook_stays_inside_notebooks(files: Files, make: Make, notebook: str) -> None:
    files[BOEK]["hoofdstukken"][0]["notitieboek"] = notebook
    assert any("notebooks/historie.ipynb" in e.doe for e in all_errors(make(files)))


def test_a_missing_key_is_named_on_the_line_of_its_block(files: Files, make: Make) -> None:
    del files[BOEK]["editie"]["nummer"]
    (error,) = all_errors(make(files))
    assert error.wat == "De sleutel 'nummer' ontbreekt"
    assert error.waar == "params/boek.yml, regel 2, editie.nummer"


def test_all_errors_come_at_once(files: Files, make: Make) -> None:
    files[BOEK]["zaad"] = "x"
    files[BOEK]["editie"]["status"] = "af"
    files[VELDEN] = "velden: [\n"
    files[LOKAAL]["plan"]["titel"] = ""
    places = [error.waar or "" for error in all_errors(make(files))]
    assert [place.split(",")[0] for place in places] == [BOEK, BOEK, VELDEN, LOKAAL]


def test_a_date_for_which_pydantic_would_take_seconds(files: Files, make: Make) -> None:
    files[BOEK]["editie"]["datum"] = 0
    (error,) = all_errors(make(files))
    assert "geschreven als 2026-11-23" in error.wat


@pytest.mark.parametrize("text", ["", "# leeg\n", "lijst\n", "- a\n", "12\n"])
def test_a_file_that_is_no_block(files: Files, make: Make, text: str) -> None:
    files[VELDEN] = text
    (error,) = all_errors(make(files))
    assert error.waar is not None
    assert error.waar.startswith(VELDEN)


def test_a_file_may_be_missing(files: Files, make: Make) -> None:
    del files[LOKAAL]
    (error,) = all_errors(make(files))
    assert "heeft geen bestand" in error.wat


def test_another_municipality(files: Files, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    other = copy.deepcopy(files[LOKAAL])
    other["gemeente"]["naam"] = "Anderdorp"
    files["params/gemeenten/anderdorp.yml"] = other
    project = make(files)
    assert load(project, "anderdorp").gemeente.naam == "Anderdorp"
    monkeypatch.setenv("IVP_GEMEENTE", "anderdorp")
    assert load(project).gemeente.naam == "Anderdorp"
    monkeypatch.setenv("IVP_GEMEENTE", "../velden")
    (error,) = all_errors(project)
    assert error.waar == "de gekozen gemeente"


def paths(data: Any, prefix: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in ``data``."""
    if isinstance(data, dict):
        children = list(data.items())
    elif isinstance(data, list):
        children = list(enumerate(data))
    else:
        return [prefix]
    return [prefix, *(p for key, value in children for p in paths(value, (*prefix, key)))]


PLACES = [(name, path) for name in PARAMS for path in paths(PARAMS[name]) if path]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.dates(),
    st.just([]),
    st.just({}),
    st.lists(st.sampled_from(["wonen", "inbraak", "", 1, None]), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
    st.sampled_from(["wonen", "woninginbraak", "GM0420", "2026-11-23", "{veld}", "../x", "\ud800"]),
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("params")


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.sampled_from(PLACES), VALUES), min_size=1, max_size=3))
def test_whatever_is_changed_it_loads_or_is_explained(
    scratch: Path, changes: list[tuple[tuple[str, tuple[Any, ...]], Any]]
) -> None:
    files = copy.deepcopy(PARAMS)
    for (name, path), value in changes:
        target = files[name]
        try:
            for part in path[:-1]:
                target = target[part]
            target[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this place away
    project = write(scratch, files)
    try:
        config = load(project, "proefdorp")
    except IvpFout as error:
        for one in error.fouten if isinstance(error, Fouten) else [error]:
            assert isinstance(one, ParamsFout)
            assert one.waar
            assert "Deze waarde klopt niet" not in one.wat
            str(one).encode()  # printable anywhere
    else:
        assert isinstance(config, Config)
        assert config.chapters


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("dienst: cbs", "dienst: csb", "Dienst 'csb' bestaat niet. Bedoelt u 'cbs'?"),
        ("tabel: 47013NED", "tabel: 47031NED", "Tabel '47031NED' bestaat niet. Bedoelt u"),
        ("dag: 20", "dag: 32", "buiten de grenzen"),
    ],
)
def test_a_mistake_in_the_sources_is_named_with_its_line(
    root: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = (root / "params/bronnen.yml").read_text("utf-8")
    assert old in text
    (tmp_path / "bronnen.yml").write_text(text.replace(old, new, 1), "utf-8")
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(ParamsFout) as caught:
        sources.read(tmp_path)
    assert said in str(caught.value)
    assert f"params/bronnen.yml, regel {line}, " in str(caught.value)
