"""What the intervals and tests of ``ivp.stats`` reach in simulation; docs/methode.md has the table.

``python benchmarks/dekking.py`` (some minutes, fixed seed) writes it there. Each line draws many
data sets from a known truth and counts how often the 95% interval holds it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from ivp.stats.forecast import Forecast, forecast
from ivp.stats.funnel import funnel, ranks
from ivp.stats.raoscott import rao_scott
from ivp.stats.rates import poisson_interval, rate_ratio
from ivp.stats.survey import adjust, against_published, against_rest, mean, proportion
from ivp.stats.trend import Trend, trend

DREMPEL = 0.05
PAGINA = Path(__file__).parents[1] / "docs" / "methode.md"
BEGIN, EIND = "<!-- dekking -->", "<!-- einde dekking -->"
INWONERS = np.array([12_000, 20_000, 22_000, 23_000, 46_000, 61_000, 75_000])
"""Seven municipalities of a region, from small to large."""


def share(hits: list[bool]) -> str:
    return f"{100 * float(np.mean(hits)):.1f}%".replace(".", ",")


def counts(rng: np.random.Generator, times: int) -> list[tuple[str, str]]:
    found = []
    for mu in (0.5, 2, 5, 20, 100):
        drawn = rng.poisson(mu, times)
        limits = {int(y): poisson_interval(float(y)) for y in set(drawn.tolist())}
        hits = [limits[y][0] <= mu <= limits[y][1] for y in drawn.tolist()]
        found.append((f"aantal, verwacht {mu:g} (Garwood)".replace(".", ","), share(hits)))
    for a, b in ((5, 5), (20, 200), (3, 300)):
        pairs = zip(rng.poisson(a, times).tolist(), rng.poisson(b, times).tolist(), strict=True)
        outcomes = [rate_ratio(x, 1.0, y, 1.0) for x, y in pairs]
        hits = [o is None or o.lower <= a / b <= o.upper for o in outcomes]
        found.append((f"verhouding, verwacht {a} en {b}", share(hits)))
    return found


def trends(rng: np.random.Generator, times: int) -> list[tuple[str, str]]:
    found = []
    for years, mu, alpha, slope in ((5, 50, 0, -0.05), (8, 50, 0.02, -0.05), (10, 500, 0.02, 0.0)):
        mean_ = mu * np.exp(slope * (np.arange(years) - years / 2))
        hits, claims = [], []
        for _ in range(times):
            rate = mean_ * (rng.gamma(1 / alpha, alpha, years) if alpha else 1)
            outcome = trend(range(2000, 2000 + years), rng.poisson(rate).astype(float).tolist())
            if isinstance(outcome, Trend):
                hits.append(outcome.lower <= np.expm1(slope) <= outcome.upper)
                claims.append(outcome.direction != "geen_duidelijke_verandering")
        name = f"verandering per jaar, {years} jaren van {mu}, overspreiding {alpha:g}"
        found.append((name.replace(".", ","), share(hits)))
        if not slope:
            found.append(("ten onrechte een daling of stijging genoemd", share(claims)))
    return found


def surveys(rng: np.random.Generator, times: int) -> list[tuple[str, str]]:
    """Six deelgebieden of equal sample size and unequal population, as in the book."""
    part = np.repeat(np.arange(6), 70)
    size = np.array([0.25, 0.1, 0.15, 0.2, 0.2, 0.1])
    truth = np.array([0.2, 0.3, 0.3, 0.35, 0.3, 0.4])
    # Marks are rounded and lie from 1 to 10: their true mean is not that of what they came from.
    true_mark = float(np.clip(np.rint(rng.normal(7.5, 1.4, 4_000_000)), 1, 10).mean())
    whole: list[bool] = []
    single: list[bool] = []
    level: list[bool] = []
    for _ in range(times):
        raw = rng.lognormal(0, 0.35, len(part))
        weights = raw * size[part] / np.bincount(part, raw)[part]
        yes = (rng.random(len(part)) < truth[part]).astype(float)
        grade = np.clip(np.rint(rng.normal(7.5, 1.4, len(part))), 1, 10)
        a = proportion(yes, weights, strata=part)
        b = proportion(yes, weights, part == 1, strata=part)
        c = mean(grade, weights, part == 1, strata=part)
        assert a and b and c
        whole.append(a.lower <= float(truth @ size) <= a.upper)
        single.append(b.lower <= truth[1] <= b.upper)
        level.append(c.lower <= true_mark <= c.upper)
    return [
        ("aandeel in de gemeente (logit, per deelgebied geloot)", share(whole)),
        ("aandeel in een deelgebied van 70 antwoorden", share(single)),
        ("gemiddelde in een deelgebied van 70 antwoorden", share(level)),
    ]


def many_tests(rng: np.random.Generator, times: int) -> list[tuple[str, str]]:
    """Six deelgebieden × five questions without any true difference: one family of 30 tests."""
    part = np.repeat(np.arange(6), 70)
    without, with_holm, each, of_marks = [], [], [], []
    published: list[bool] = []
    for _ in range(times):
        weights = rng.lognormal(0, 0.35, len(part))
        p: list[float] = []
        q: list[float] = []
        for _ in range(5):
            yes = (rng.random(len(part)) < 0.3).astype(float)
            outcomes = (rao_scott(yes.tolist(), part == i, weights, part) for i in range(6))
            p += [outcome.p for outcome in outcomes if outcome]
            grade = np.clip(np.rint(rng.normal(7.5, 1.4, len(part))), 1, 10)
            marks = (against_rest(grade, weights, part == i, strata=part) for i in range(6))
            q += [mark.p for mark in marks if mark]
        each.append(float(np.mean(np.array(p) < DREMPEL)))
        without.append(min(p) < DREMPEL)
        with_holm.append(min(adjust(p)) < DREMPEL)
        of_marks.append(min(adjust(q)) < DREMPEL)
        # A country that feels the same, seen through a sample of its own of 5,000.
        yes = (rng.random(len(part)) < 0.3).astype(float)
        own, land = proportion(yes, weights, strata=part), rng.binomial(5000, 0.3) / 5000
        assert own
        beside = against_published(own, land, float(np.sqrt(land * (1 - land) / 5000)))
        published.append(beside is not None and beside.p < DREMPEL)
    return [
        ("per toets van een aandeel ten onrechte een verschil", share(each)),  # type: ignore[arg-type]
        ("30 toetsen van aandelen, ten minste één ten onrechte, zonder correctie", share(without)),
        ("30 toetsen van aandelen, ten minste één ten onrechte, met Holm", share(with_holm)),
        ("30 toetsen van gemiddelden, ten minste één ten onrechte, met Holm", share(of_marks)),
        ("naast een gepubliceerd cijfer ten onrechte een verschil", share(published)),
    ]


def regions(rng: np.random.Generator, times: int) -> list[tuple[str, str]]:
    """Seven municipalities that are alike, or that differ by a tenth, in a funnel and in ranks."""
    found = []
    for spread in (0.0, 0.1):
        outside, held = [], []
        for _ in range(times):
            truth = 0.02 * np.exp(rng.normal(0, spread, len(INWONERS)))
            seen = rng.poisson(truth * INWONERS).astype(float).tolist()
            points = funnel(seen, INWONERS.tolist()).points
            outside.append(float(np.mean([p.outside > 99 for p in points])))
            if spread:
                real = (-truth).argsort().argsort() + 1
                places = ranks(seen, INWONERS.tolist(), 420, 500)
                held += [r.low <= int(t) <= r.high for r, t in zip(places, real, strict=True)]
        kind = "gelijke gemeenten" if not spread else "gemeenten die 10% verschillen"
        name = f"trechter, {kind}: per gemeente buiten de 99,8%-grens"
        found.append((name, share(outside)))  # type: ignore[arg-type]
        if held:
            found.append(("ware plaats van een gemeente binnen de genoemde plaatsen", share(held)))
    return found


def outlooks(rng: np.random.Generator, times: int) -> list[tuple[str, str]]:
    """A level that moves by 5% a year, counted with Poisson noise; one and four years ahead."""
    found = []
    for years, mu in ((8, 300), (12, 300), (12, 30)):
        hits: dict[tuple[int, int], list[bool]] = {(s, p): [] for s in (1, 4) for p in (80, 95)}
        for _ in range(times):
            rate = mu * np.exp(np.cumsum(rng.normal(0, 0.05, years + 4)))
            seen = rng.poisson(rate).astype(float)
            outcome = forecast(range(2000, 2000 + years), seen[:years].tolist())
            assert isinstance(outcome, Forecast)
            for step in (1, 4):
                p, y = outcome.predictions[step - 1], seen[years + step - 1]
                hits[step, 80].append(bool(p.low80 <= y <= p.high80))
                hits[step, 95].append(bool(p.low95 <= y <= p.high95))
        for (step, part), some in hits.items():
            name = f"vooruitblik, {years} jaren van {mu}, {step} jaar vooruit, {part}%-band"
            found.append((name, share(some)))
    return found


def tabel(times: int) -> str:
    """The table in Markdown, with how often each line was drawn."""
    rng = np.random.default_rng(420)
    lines = [
        *counts(rng, 10 * times),
        *trends(rng, times),
        *surveys(rng, times),
        *many_tests(rng, times),
        *regions(rng, times),
        *outlooks(rng, times),
    ]
    rows = "\n".join(f"| {name} | {reached} |" for name, reached in lines)
    drawn = f"{times:,}".replace(",", ".")
    return f"| Wat ({drawn} reeksen per regel) | Bereikt |\n|---|---|\n{rows}"


def main(times: int) -> None:
    table = tabel(times)
    before, _, rest = PAGINA.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(EIND)
    PAGINA.write_text(f"{before}{BEGIN}\n{table}\n{EIND}{after}", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
