"""The readability report: its measure, long sentences, words without explanation."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivp.book.reading_ease import B1, LONG, reports, running_text

EASY = "De kat zit op de mat. Het is een mooie dag. Wij gaan naar huis."
HARD = (
    "De gemeentelijke verantwoordelijkheidsverdeling impliceert organisatorische "
    "samenwerkingsverbanden met verschillende maatschappelijke belanghebbenden en uitvoerende "
    "overheidsinstanties binnen de veiligheidsregio, waarbij informatiebeveiliging en "
    "gegevensuitwisseling bestuurlijke aandacht behoeven van verantwoordelijke functionarissen."
)


def write(folder: Path, name: str, body: str) -> None:
    path = folder / "chapters" / f"{name}.html"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"<html><body><main><h1>{name}</h1>{body}</main></body></html>", "utf-8")


def test_the_measure_is_that_of_douma(tmp_path: Path) -> None:
    """By hand: 15 words in 3 sentences, 16 syllables: 206.84 - 77 × 16/15 - 0.93 × 5."""
    write(tmp_path, "kat", "<p>De kat zit op de mat. Het is een mooie dag. Wij gaan weer weg.</p>")
    [one] = reports(tmp_path)
    assert (one.words, one.per_sentence) == (15, 5)
    assert one.score == pytest.approx(206.84 - 77 * 16 / 15 - 0.93 * 5, abs=5.2)


def test_hard_text_is_named_and_easy_text_is_not(tmp_path: Path) -> None:
    write(tmp_path, "a", f"<p>{EASY}</p>")
    write(tmp_path, "b", f"<p>{HARD} De RUD en het RIEC.</p><ul><li>kort</li></ul>")
    write(tmp_path, "begrippen", "<dl><dt>RIEC</dt><dd>Helpt gemeenten.</dd></dl>")
    easy, hard = reports(tmp_path)
    assert easy.score > B1 > hard.score
    assert easy.long_sentences == () and hard.long_sentences == (HARD,)
    assert len(HARD.split()) > LONG
    assert "RUD" in hard.unexplained and "RIEC" not in hard.unexplained
    assert "verantwoordelijkheidsverdeling" in hard.unexplained


def test_only_running_text_counts() -> None:
    body = (
        "<header><p>kop</p></header><p>Tekst.</p><table><tr><td><p>cel</p></td></tr></table>"
        '<div class="ivp-gegevens"><p>bron</p></div><figure><p>figuur</p></figure>'
        '<p class="ivp-concept">Concept</p><ul><li>Punt <b>een</b></li><li><p>Twee</p></li></ul>'
    )
    title, found = running_text(f"<html><body><main><h1>T</h1>{body}</main></body></html>")
    assert title == "T" and found == ["Tekst.", "Punt een", "Twee"]
