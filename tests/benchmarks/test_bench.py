"""The runner of ``make bench``: which modules take part, and what it writes where."""

from __future__ import annotations

from benchmarks import __main__ as bench
from benchmarks.table import Line, Took, best, seconds, times


def test_each_module_that_takes_part_has_a_heading() -> None:
    assert "notebooks" in bench.names()
    assert "stress" not in bench.names()
    titles = [bench.heading(name) for name in bench.names()]
    assert len(set(titles)) == len(titles)
    assert all(titles)


def test_table_replaces_its_own_block_and_leaves_the_words_around_it() -> None:
    first = bench.place("# Benchmarks\n\nWords.\n", "a", "About a", "old\n")
    assert first.startswith("# Benchmarks\n\nWords.\n\n## About a\n")
    second = bench.place(first.replace("Words", "Other words"), "a", "About a", r"new \1" + "\n")
    assert "old" not in second
    assert r"new \1" in second
    assert "Other words" in second
    assert second.count("## About a") == 1


def test_table_says_what_was_not_reached() -> None:
    lines = [Line("x", "2.0 s", "y 4.0 s: 2.0×", "≥ 8×", False), Line("z", "1.0 s")]
    assert bench.table(lines).splitlines()[2:] == [
        "| x | 2.0 s | y 4.0 s: 2.0× | ≥ 8× | **no** |",
        "| z | 1.0 s |  |  |  |",
    ]


def test_best_takes_the_quickest_and_prepares_each_round() -> None:
    prepared: list[int] = []
    took = best(3, lambda: sum(range(10)), lambda: prepared.append(1))
    assert isinstance(took, Took)
    assert len(prepared) == 3
    assert (seconds(1.26), seconds(0.123), times(3.0, 2.0)) == ("1.3 s", "0.12 s", "1.5×")
