"""Readers: from a file as delivered to a tidy frame (``ivp.data.readers.tidy``), one per format.

Nothing is guessed. A cell that is no number and no symbol of StatLine, an area without a code, a
period that we do not know, a row that is cut off: each is a ``BronFout`` that names file, row and
column. ``ivp.data.recognise`` says which reader a file needs; docs/bronnen.md has the formats.
"""
