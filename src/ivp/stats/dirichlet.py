"""Weights drawn around chosen weights, to the last bit the same here and in a browser.

The reader moves the weights on the page and must see what Python computed. Library generators and
library logarithms differ between the two in the last digits, so both use this: integers of 32 bits
and the operations that IEEE 754 rounds in one way only (+, -, ×, ÷, √), in one fixed order.
``assets/weging.js`` is the same in JavaScript; a test in a browser compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
LN2 = 0.6931471805599453
ROOT2 = 1.4142135623730951
_MASK = 0xFFFFFFFF
_WARM_UP = 12
_LN_TERMS = tuple(1.0 / (2 * n + 1) for n in range(12, -1, -1))
_EXP_TERMS = 18


def generator(seed: int) -> Callable[[], float]:
    """Uniform numbers in (0, 1) from ``seed`` (0 to 2³²-1): Doty-Humphrey's sfc32 (PractRand)."""
    a, b, c, d = 0, seed & _MASK, 0, 1

    def uniform() -> float:
        nonlocal a, b, c, d
        drawn = (a + b + d) & _MASK
        d = (d + 1) & _MASK
        a = b ^ (b >> 9)
        b = (c + (c << 3)) & _MASK
        c = (((c << 21) | (c >> 11)) + drawn) & _MASK
        return (drawn + 0.5) / 4294967296.0

    for _ in range(_WARM_UP):
        uniform()
    return uniform


def ln(x: float) -> float:
    """The natural logarithm of ``x`` > 0: powers of 2 apart, then 2·artanh((x-1)/(x+1))."""
    powers = 0
    while x < ROOT2 / 2:
        x, powers = x * 2.0, powers - 1
    while x > ROOT2:
        x, powers = x * 0.5, powers + 1
    z = (x - 1.0) / (x + 1.0)
    square, total = z * z, 0.0
    for term in _LN_TERMS:
        total = total * square + term
    return powers * LN2 + 2.0 * z * total


def exp(x: float) -> float:
    """e to the power ``x`` ≤ 0: powers of 2 apart, then the Taylor series."""
    halvings = math.floor(0.5 - x / LN2)
    if halvings > 1070:
        return 0.0
    rest, total = x + halvings * LN2, 1.0
    for n in range(_EXP_TERMS, 0, -1):
        total = 1.0 + rest * total / n
    for _ in range(halvings):
        total *= 0.5
    return total


def gamma(shape: float, uniform: Callable[[], float]) -> float:
    """A gamma variate with ``shape`` > 0 and scale 1.

    Marsaglia & Tsang (2000), ACM TOMS 26:363; below 1 by their boost with a power of a uniform;
    normal variates by Marsaglia's polar method.
    """
    boost = 1.0
    if shape < 1.0:
        boost = exp(ln(uniform()) / shape)
        shape = shape + 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        square = 1.0
        while square >= 1.0:
            u = 2.0 * uniform() - 1.0
            v = 2.0 * uniform() - 1.0
            square = u * u + v * v
        x = u * math.sqrt(-2.0 * ln(square) / square)
        t = 1.0 + c * x
        if t <= 0.0:
            continue
        t = t * t * t
        if ln(uniform()) < 0.5 * x * x + d - d * t + d * ln(t):
            return d * t * boost


def draw(weights: Sequence[float], seed: int, draws: int, concentration: float) -> Floats:
    """``draws`` weightings (rows) from a Dirichlet distribution with ``weights`` as its mean.

    Rows add up to a positive number, not to 1: a weighted mean does not need that. A weight of 0
    stays 0. ``concentration`` is the sum of the distribution's parameters. Raises ``ValueError``
    when a weight is negative or all are 0.
    """
    total = 0.0
    for weight in weights:
        if not weight >= 0:
            raise ValueError("a weight is 0 or more")
        total += weight
    if not total > 0:
        raise ValueError("one weight is more than 0")
    shapes = [weight * concentration / total for weight in weights]
    uniform = generator(seed)
    rows: list[list[float]] = []
    while len(rows) < draws:
        row = [gamma(shape, uniform) if shape > 0 else 0.0 for shape in shapes]
        if any(row):
            rows.append(row)
    return np.array(rows)
