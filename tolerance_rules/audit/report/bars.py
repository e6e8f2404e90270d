"""Bars: charts of bars as inline SVG, drawn without a library and read without a script.

Every text goes through `Markup.format`, which escapes it. Colours tell outcomes apart for readers
who do not see red and green alike, and the counts stand in the bars, so that print in grey loses
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tolerance_rules.rendering.text_width import width

WIDTH = 720
LABELS = 226
"""Where the bars begin; the labels stand before."""
_ROOM = WIDTH - LABELS - 56
_PITCH, _BAR = 30, 20
_DIGIT = 7.5


@dataclass(frozen=True)
class Bar:
    """A labelled length in one colour."""

    label: str
    value: int
    colour: str


@dataclass(frozen=True)
class Part:
    """One outcome in a stacked chart: its code, its name, its colour and that of its count."""

    code: str
    label: str
    colour: str
    ink: str


def bars(bars: Sequence[Bar], *, key: str, title: str, description: str) -> Markup:
    """Return horizontal bars, each with its count; `key` makes the ids of the title unique."""
    most = max((bar.value for bar in bars), default=0) or 1
    body = Markup()
    for index, bar in enumerate(bars):
        top, length = index * _PITCH + 4, bar.value / most * _ROOM
        body += _label(bar.label, top)
        body += Markup(
            '<rect x="{}" y="{}" width="{:.1f}" height="{}" fill="{}"/>'
            '<text x="{:.1f}" y="{}">{}</text>'
        ).format(
            LABELS, top, max(length, 1), _BAR, bar.colour, LABELS + length + 6, top + 15, bar.value
        )
    return _svg(body, len(bars) * _PITCH + 4, key, title, description)


def stacked(
    rows: Mapping[str, Mapping[str, int]],
    parts: Sequence[Part],
    *,
    key: str,
    title: str,
    description: str,
) -> Markup:
    """Return bars of full length divided by outcome; each row ends with its number of cases."""
    body, top = _legend(parts)
    for label, counts in rows.items():
        total = sum(counts.values())
        body += _label(label, top)
        left = float(LABELS)
        for part in parts:
            count = counts.get(part.code, 0)
            length = count / total * _ROOM if total else 0
            if count:
                body += _segment(part, count, left, top, length)
            left += length
        body += Markup('<text x="{}" y="{}">{}</text>').format(left + 6, top + 15, total)
        top += _PITCH
    return _svg(body, top + 4, key, title, description)


def _segment(part: Part, count: int, left: float, top: int, length: float) -> Markup:
    drawn = Markup(
        '<rect x="{:.1f}" y="{}" width="{:.1f}" height="{}" fill="{}" stroke="#fff">'
        "<title>{} {}</title></rect>"
    ).format(left, top, length, _BAR, part.colour, part.label, count)
    if length > len(str(count)) * _DIGIT + 4:
        drawn += Markup('<text x="{:.1f}" y="{}" text-anchor="middle" fill="{}">{}</text>').format(
            left + length / 2, top + 15, part.ink, count
        )
    return drawn


def _legend(parts: Sequence[Part]) -> tuple[Markup, int]:
    """Return the legend, broken into lines, and where what is below it begins."""
    body, left, top = Markup(), 0.0, 4
    for part in parts:
        length = 26 + width(part.label) * _DIGIT
        if left and left + length > WIDTH:
            left, top = 0.0, top + 22
        body += Markup(
            '<rect x="{:.1f}" y="{}" width="14" height="14" fill="{}" stroke="#555"/>'
            '<text x="{:.1f}" y="{}">{}</text>'
        ).format(left, top, part.colour, left + 19, top + 12, part.label)
        left += length + 8
    return body, top + 26


def _label(label: str, top: int) -> Markup:
    """Return a label, cut to its room; the whole of it is in the title."""
    cut, room = "", int((LABELS - 12) / _DIGIT)
    for mark in label:
        if width(cut + mark) > room - (2 if len(cut) + 1 < len(label) else 0):
            cut += "…"
            break
        cut += mark
    return Markup('<text x="{}" y="{}" text-anchor="end">{}<title>{}</title></text>').format(
        LABELS - 8, top + 15, cut, label
    )


def _svg(body: Markup, height: int, key: str, title: str, description: str) -> Markup:
    return Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>'
    ).format(WIDTH, height, key, key, key, title, key, description, body)
