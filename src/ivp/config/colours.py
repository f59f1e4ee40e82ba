"""Colours: contrast as WCAG 2.2 defines it, mixing, and the nearest shade that has enough of it."""

from __future__ import annotations

import colorsys
import re

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
Rgb = tuple[int, int, int]
_STEPS = 100


def is_hex(text: str) -> bool:
    return bool(_HEX.fullmatch(text))


def normaal(text: str) -> str:
    """``#ABC`` and ``#aabbcc`` as ``#aabbcc``."""
    digits = text.removeprefix("#").lower()
    return "#" + ("".join(d * 2 for d in digits) if len(digits) == 3 else digits)


def rgb(kleur: str) -> Rgb:
    digits = normaal(kleur)[1:]
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _luminance(kleur: str) -> float:
    """Relative luminance, WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [value / 255 for value in rgb(kleur)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(een: str, ander: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((_luminance(een), _luminance(ander)))
    return (high + 0.05) / (low + 0.05)


def meng(een: str, ander: str, deel: float) -> str:
    """``een`` with a share ``deel`` (0 to 1) of ``ander`` in it."""
    mixed = (round(a + (b - a) * deel) for a, b in zip(rgb(een), rgb(ander), strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def met_contrast(kleur: str, vlak: str, minstens: float) -> str:
    """``kleur`` made darker or lighter, hue kept, until it has that contrast on ``vlak``."""
    hue, light, saturation = colorsys.rgb_to_hls(*(value / 255 for value in rgb(kleur)))
    target = 0.0 if contrast(vlak, "#000000") >= contrast(vlak, "#ffffff") else 1.0
    for step in range(_STEPS + 1):
        lightness = light + (target - light) * step / _STEPS
        parts = colorsys.hls_to_rgb(hue, lightness, saturation)
        shade = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
        if contrast(shade, vlak) >= minstens:
            return shade
    return "#ffffff" if target else "#000000"


def leesbaar(kleur: str, vlak: str, deel: float, tekst: str, minstens: float) -> str:
    """The shade of ``kleur`` that ``tekst`` can be read on when it covers ``vlak`` for ``deel``."""
    for step in range(_STEPS + 1):
        shade = meng(kleur, vlak, step / _STEPS)
        if contrast(tekst, meng(vlak, shade, deel)) >= minstens:
            return shade
    return vlak
