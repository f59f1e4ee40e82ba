"""The finished book: the embedded renderer, the checks on pages, the swap into ``_book/``."""

from ivp.book.book_checks import check, findings
from ivp.book.postprocess import postprocess
from ivp.book.publish import busy, lock, publish
from ivp.book.render import Rendered, render

__all__ = [
    "Rendered",
    "busy",
    "check",
    "findings",
    "lock",
    "postprocess",
    "publish",
    "render",
]
