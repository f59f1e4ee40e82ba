"""How long things take, always beside what a user would do otherwise. ``make bench`` runs it all.

A module in this folder takes part by having ``measure(rounds: int) -> list[Line]``; the first line
of its docstring is the heading of its table in docs/benchmarks.md. Times of one line come from one
process on one machine: only their ratios mean something elsewhere. Name no absolute paths in lines.
"""
