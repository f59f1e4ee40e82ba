"""What an executed notebook becomes before the book embeds it."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from ivp import show
from ivp.config import Chapter
from ivp.config.brand import Merk
from ivp.config.model import Leest
from ivp.errors import NotitieboekFout
from ivp.indicators.book_sources import Source
from ivp.run.finish import Finished, figures, finish
from ivp.show.display import MIME
from ivp.show.figure_notes import Imprint

ECHT = Source(
    name="a",
    titel="A",
    producent="CBS",
    tabel="83648NED",
    werkelijk=True,
    herkomst=("Misdrijven: kolom <aantal> in data/a.csv, over 2020.",),
)
HERKOMST = Source(
    name="a",
    werkelijk=True,
    titel="A <b>",
    producent="CBS",
    tabel="83648NED",
    opgehaald=dt.date(2026, 11, 23),
    sha256="ab" * 32,
    licentie="CC BY 4.0",
    licentie_url="https://creativecommons.org/licenses/by/4.0/",
    url="javascript:alert(1)",
    afspraken="voldoet aan 3 afspraken",
)
UITGAVE = Imprint(
    title="Plan {{< x >}}",
    author="Gemeente Voorbeeldstad",
    number="0.1",
    date=dt.date(2026, 11, 24),
    concept=True,
    sources={"a": HERKOMST},
    contracts="/chapters/datakwaliteit.html#bron-{bron}",
)
PAGINA = "chapters/beeld.html"
BEELD = Chapter("beeld", "chapters/beeld.qmd", "notebooks/beeld.ipynb", {}, Leest())
NEP = Source(name="b", titel="Halt", producent="Halt", werkelijk=False)


@pytest.fixture(autouse=True)
def _publisher(monkeypatch: pytest.MonkeyPatch) -> CapturingDisplayPublisher:
    """``display`` as in a kernel, with what it shows kept."""
    shell = InteractiveShell.instance()
    publisher = CapturingDisplayPublisher()
    monkeypatch.setattr(shell, "display_pub", publisher)
    return publisher


def finished(
    cells: list[dict[str, Any]],
    images: dict[str, bytes] | None = None,
    edition: Imprint = UITGAVE,
    chapter: Chapter = BEELD,
) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    """The cells of the notebook for the book, and all files with it; kept and read back."""
    made = finish({"cells": cells}, chapter, images or {}, edition)
    assert Finished.from_json(made.to_json()) == made
    return json.loads(made.files[f"{chapter.id}.ipynb"])["cells"], made.files


def cell(source: str, publisher: CapturingDisplayPublisher) -> dict[str, Any]:
    outputs = [
        {"output_type": "display_data", "data": shown["data"], "metadata": {}}
        for shown in publisher.outputs
    ]
    publisher.outputs.clear()
    return {"cell_type": "code", "source": source, "outputs": outputs}


def figure(publisher: CapturingDisplayPublisher, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "table": pd.DataFrame({"Jaar": [2020, 2021], "Aantal": [1440, 1500]}),
        "caption": "Misdrijven per jaar",
        "alt": "Lijn van 1.440 in 2020 naar 1.500 in 2021",
        "sources": [ECHT],
    } | changes
    drawn = go.Figure(go.Scatter(x=[2020, 2021], y=[1440, 1500]))
    picture = show.Picture(drawn, given.pop("table"), given.pop("alt"), given.pop("methods", ()))
    show.figure(picture, **given)
    return cell("#| label: fig-misdrijven\nteken()", publisher)


def options(made: dict[str, Any]) -> dict[str, Any]:
    lines = [line[3:] for line in made["source"] if line.startswith("#| ")]
    loaded: dict[str, Any] = yaml.safe_load("".join(lines))
    return loaded


def test_figure_gets_caption_alt_table_data_and_download(_publisher: Any) -> None:
    notebook = {"cells": [figure(_publisher)]}
    [drawn] = figures(notebook, Merk())
    [made], files = finished(notebook["cells"], {drawn.key: b"<svg/>"})
    assert options(made) == {
        "label": "fig-misdrijven",
        "echo": False,
        "fig-cap": "Misdrijven per jaar. Bron: CBS 83648NED.",
        "fig-alt": "Lijn van 1.440 in 2020 naar 1.500 in 2021",
    }
    data = made["outputs"][0]["data"]
    assert "".join(data["image/svg+xml"]) == "<svg/>"
    page = "".join(data["text/html"])
    assert '<th scope="row">2020</th><td class=getal>1.440</td>' in page
    assert 'href="/_executed/downloads/beeld-fig-misdrijven.csv"' in page
    assert "Voorbeeldcijfers" not in page
    download = pd.read_csv(io.BytesIO(files["downloads/beeld-fig-misdrijven.csv"]))
    assert download["Aantal"].tolist() == [1440, 1500]
    sheets = pd.read_excel(
        io.BytesIO(files["downloads/beeld-fig-misdrijven.xlsx"]), sheet_name=None
    )
    assert sheets["Cijfers"]["Aantal"].tolist() == [1440, 1500]
    assert files["figuren/beeld-fig-misdrijven.svg"] == b"<svg/>"


def test_under_a_figure_stand_source_contract_link_and_citation(_publisher: Any) -> None:
    made = figure(_publisher, methods=["aantallen"])
    for kind in ("figuur", "tabel"):
        if kind == "tabel":
            show.table(pd.DataFrame({"Jaar": [2020]}), caption="Jaren", sources=[ECHT])
            made = cell("#| label: tbl-jaren\ntoon()", _publisher)
        [output] = finished([made])[0][0]["outputs"]
        page = "".join(next(iter(output["data"].values())))
        label = made["source"].split()[2]
        text = BeautifulSoup(page, "lxml").get_text(" ")
        assert "CBS, tabel 83648NED: A <b>" in text and "ab" * 32 in text
        assert "overgenomen op 23 november 2026" in text
        assert "javascript" not in page and "{{<" not in page
        assert 'href="/chapters/datakwaliteit.html#bron-a">voldoet aan 3 afspraken<' in page
        assert "Misdrijven: kolom <aantal> in data/a.csv, over 2020." in text
        assert f'<a href="#{label}">{PAGINA}#{label}</a>' in page
        assert f"[{kind}]. In: Plan {{{{< x >}}}}, editie 0.1, concept, 24 november 2026." in text


def test_a_link_does_not_change_with_the_edition(_publisher: Any) -> None:
    made = figure(_publisher)
    later = replace(UITGAVE, number="2.0", date=dt.date(2030, 1, 1), title="Plan 2030")
    links = []
    for edition in (UITGAVE, later):
        page = "".join(finished([made], edition=edition)[0][0]["outputs"][0]["data"]["text/html"])
        links.append(re.findall(r'href="(#[^"]*)">([^<]*)<', page))
    assert links[0] == links[1] == [("#fig-misdrijven", f"{PAGINA}#fig-misdrijven")]


def test_without_image_the_pdf_gets_the_table(_publisher: Any) -> None:
    data = finished([figure(_publisher)])[0][0]["outputs"][0]["data"]
    assert "image/svg+xml" not in data
    assert "| 2020 | 1.440 |" in "".join(data["text/markdown"])


def test_fictitious_figures_say_so_in_caption_page_and_download(_publisher: Any) -> None:
    [made], files = finished([figure(_publisher, sources=[ECHT, NEP])])
    assert options(made)["fig-cap"].endswith("Voorbeeldcijfers.")
    assert 'class="voorbeeldcijfers"' in "".join(made["outputs"][0]["data"]["text/html"])
    assert b"voorbeeldcijfers" in files["downloads/beeld-fig-misdrijven.csv"].lower()


@given(text=st.text(max_size=60))
def test_no_text_breaks_out_of_the_page_or_the_options(text: str) -> None:
    publisher = CapturingDisplayPublisher()
    InteractiveShell.instance().display_pub = publisher
    hostile = f'</script><script>alert(1)</script>{{{{< include x >}}}}"{text}'
    made = figure(publisher, caption=hostile, alt=hostile)
    made["outputs"][0]["data"][MIME]["data"]["layout"]["title"] = {"text": hostile}
    cell_ = finished([made])[0][0]
    page = "".join(cell_["outputs"][0]["data"]["text/html"])
    assert page.count("<script") == 1
    assert page.count("</script>") == 1
    assert "{{<" not in page
    assert "{{<" not in "".join(cell_["source"])
    inside = page.split('<script type="application/json">')[1].split("</script>")[0]
    assert json.loads(inside.replace("{ {", "{{"))["layout"]["title"]["text"] == hostile


def test_label_takes_the_parameter(_publisher: Any) -> None:
    show.text("Tekst")
    notebook = {"cells": [cell("#| label: zin-{veld}\ntoon()", _publisher)]}
    jeugd = replace(BEELD, id="veld-jeugd", parameters={"veld": "jeugd"})
    [made], _ = finished(notebook["cells"], chapter=jeugd)
    assert options(made)["label"] == "zin-jeugd"


def test_cells_without_label_do_not_reach_the_book(_publisher: Any) -> None:
    show.text("geheim")
    assert finished([cell("toon()", _publisher)])[0] == []


@pytest.mark.parametrize(
    "outputs",
    [
        [],
        [{"output_type": "stream", "name": "stdout", "text": "print"}],
        [{"output_type": "display_data", "data": {"text/html": "<script>"}, "metadata": {}}],
    ],
)
def test_labelled_cell_that_bypasses_show_is_refused(outputs: list[dict[str, Any]]) -> None:
    made = {"cell_type": "code", "source": "#| label: zin-x\n1", "outputs": outputs}
    with pytest.raises(NotitieboekFout, match="Deze cel"):
        finished([made])


def test_label_kind_and_double_label_are_refused(_publisher: Any) -> None:
    made = figure(_publisher)
    with pytest.raises(NotitieboekFout, match="twee keer"):
        finished([made, made])
    wrong = {**made, "source": "#| label: tbl-x\nteken()"}
    with pytest.raises(NotitieboekFout, match="begint met fig-"):
        finished([wrong])
