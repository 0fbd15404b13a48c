"""The report page's documents: each output with its text marked, and its pairs of gold and output."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from summarizer.evals.score import Counts
from summarizer.schema import Evidence
from summarizer.views.html.comparison import RESULTS, Comparison, Pairing, Result, Side
from summarizer.views.html.frame import attribute, isolated
from summarizer.views.html.intervals import drawn_parts
from summarizer.views.html.marking import Mark, MarkedParagraph, Passage, marked_paragraphs
from summarizer.views.wording import passage, titled

_SIDES = ("gold", "output")
_LINE = "\n"
_PLACES = 4
"""So many pieces of one record's evidence can be gone to; all of them are marked."""


_LENGTHS = {"under 250": 0, "250 to 1,000": 250, "over 1,000": 1001}
"""Groups of documents by their words: name and the least number."""


def documents_section(compared: Sequence[Comparison], tags: Mapping[str, tuple[float, int]]) -> Iterator[str]:
    """Every output, folded, behind the controls that choose among them.

    Args:
        tags: overall F1 and number of documents of each.
    """
    yield '<section id="documents" tabindex="-1" aria-labelledby="h-documents">'
    yield '<h2 id="h-documents">Documents, the greatest loss first</h2>'
    yield from _controls(compared, tags)
    yield legend()
    if count := sum(each.text is None for each in compared):
        told = f"{count} of {len(compared)} outputs are shown without text and gold records; each says why."
        yield f'<p class="absent">{told}</p>'
    yield '<div id="outputs">'
    for number, each in enumerate(compared):
        yield from _document(each, number)
    yield "</div></section>"


def _controls(compared: Sequence[Comparison], tags: Mapping[str, tuple[float, int]]) -> Iterator[str]:
    """Shown by the script that they need."""
    yield '<div id="controls" role="search" aria-label="Choose documents" hidden>'
    yield '<p><label>Find <input id="find" type="search" autocomplete="off"></label>'
    splits = sorted({each.split for each in compared if each.split})
    if len(splits) > 1:
        yield _select("split", "Split", [("", "both"), *((split, split) for split in splits)])
    if any(each.text for each in compared):
        yield _select("length", "Length", [("", "any"), *((name, f"{name} words") for name in _LENGTHS)])
    yield _select("result", "With", [("", "any result"), *((r, r) for r in RESULTS)])
    sections = list(compared[0].counts) if compared else []
    yield _select("section", "In", [("", "any section"), *((s, titled(s)) for s in sections)])
    orders = [("loss", "loss"), ("document", "name")]
    if any(each.change is not None for each in compared):
        orders.insert(1, ("change", "change, worst first"))
    yield _select("order", "Sort by", orders)
    yield '<button type="button" id="reset">All documents</button></p>'
    if tags:
        yield "<details><summary>Tags, with their overall F1 and number of documents</summary><p>"
        for tag, (value, count) in sorted(tags.items(), key=lambda item: (-item[1][1], item[0])):
            yield (
                f'<button type="button" class="tag" aria-pressed="false" data-tag="{attribute(tag)}">'
                f"{isolated(tag)} <small>{100 * value:.0f} of {count}</small></button>"
            )
        yield "</p></details>"
    yield '<p id="chosen" role="status"></p></div>'


def _select(name: str, label: str, choices: Iterable[tuple[str, str]]) -> str:
    options = "".join(
        f'<option value="{attribute(value)}">{escape(words)}</option>' for value, words in choices
    )
    return f'<label>{label} <select id="choose-{name}">{options}</select></label>'


def legend() -> str:
    """What the colours on the texts say."""
    entries = (f'<li><span class="mark {name}">{name}</span> {means}</li>' for name, means in RESULTS.items())
    sides = "A full line under a passage: gold's evidence; dashed: the output's; double: both."
    return (
        '<details class="legend"><summary>What the colours say</summary>'
        f"<ul>{''.join(entries)}</ul><p>{sides}</p></details>"
    )


def _document(each: Comparison, number: int) -> Iterator[str]:
    yield f'<details class="document" id="d{number}" data-scope {_data(each)}>'
    yield _heading(each)
    for words in each.absent:
        yield f'<p class="absent">{escape(words)}</p>'
    if each.failure:
        yield f'<p class="finding error">{isolated(each.failure)}</p>'
    yield f'<div class="{"sides" if each.text else "alone"}">'
    if each.text:
        yield f'<section class="text" tabindex="0" aria-label="Text of {attribute(each.document)}">'
        results = {f"d{number}-{index}": pairing.result for index, pairing in enumerate(each.pairings)}
        for paragraph in marked_paragraphs(each.text, _marks(each, number)):
            yield _paragraph(paragraph, results)
        yield "</section>"
    yield '<div class="pairs">'
    yield from _pairs(each, number)
    yield "</div></div></details>"


def _data(each: Comparison) -> str:
    """What the script chooses, sorts and counts by, as attributes."""
    values = {
        "document": each.document,
        "tags": json.dumps(list(each.tags)),
        "split": each.split or "",
        "length": _length(each),
        "counts": json.dumps({name: counts.values[:4] for name, counts in each.counts.items()}),
        "loss": f"{each.loss:.6f}",
        "change": f"{each.change or 0.0:.6f}",
        "results": json.dumps(sorted({(p.section, p.result) for p in each.pairings})),
    }
    return " ".join(f'data-{name}="{attribute(value)}"' for name, value in values.items())


def _length(each: Comparison) -> str:
    words = len((each.text or "").split())
    return [name for name, least in _LENGTHS.items() if words >= least][-1]


def _heading(each: Comparison) -> str:
    total = sum(each.counts.values(), Counts())
    names = ("correct", "incorrect", "missing", "spurious")
    parts = list(zip(names, total.values[:4], strict=True))
    repeat = f' <span class="how">output {each.repeat + 1}</span>' if each.repeat else ""
    figure = "–" if each.f1 is None else f"{100 * each.f1:.0f}"
    change = "" if each.change is None else f'<span class="change">{100 * each.change:+.0f}</span>'
    against = len(each.of_result("contradicting"))
    alarm = f', <span class="alarm">{against} contradicting</span>' if against else ""
    counts = ", ".join(f"{count:g} {name}" for name, count in parts)
    tags = f'<span class="tags">{isolated(", ".join(each.tags))}</span>' if each.tags else ""
    return (
        f'<summary><span class="name">{isolated(each.document)}{repeat}</span> '
        f'<span class="f1"><span class="how">F1</span> {figure}{change}</span> '
        f'<span class="bar">{drawn_parts(parts)}</span> <span class="counts">{counts}{alarm}</span>'
        f"{tags}</summary>"
    )


def _pairs(each: Comparison, number: int) -> Iterator[str]:
    order = list(RESULTS)
    for section in each.counts:
        mine = [(index, pairing) for index, pairing in enumerate(each.pairings) if pairing.section == section]
        if not mine:
            continue
        yield f"<h3>{escape(titled(section))}</h3>"
        for index, pairing in sorted(mine, key=lambda item: order.index(item[1].result)):
            yield pairing_card(pairing, f"d{number}-{index}", text=each.text)


def pairing_card(
    pairing: Pairing, key: str, *, text: str | None = None, place: tuple[str, str] | None = None
) -> str:
    """A pair as a card.

    Args:
        text: beside the card, for links to the evidence.
        place: of a card that stands elsewhere than beside its text: document and link.
    """
    known = f' data-section="{attribute(pairing.section)}"'
    if place is None:
        known += f' data-record="{key}" data-name="{pairing.result}"'
    why = f": {', '.join(pairing.differences)}" if pairing.differences else ""
    where = f' in <a href="{place[1]}">{isolated(place[0])}</a>, {escape(pairing.section)}' if place else ""
    parts = [
        f'<article class="card {pairing.result}" id="{key}" tabindex="-1"{known}>',
        f'<p class="result"><b>{pairing.result}</b>{escape(why)}{where}</p>',
    ]
    for name, side in zip(_SIDES, (pairing.gold, pairing.output), strict=True):
        if side:
            places = "" if place else _places(side, f"{key}.{name}", text)
            words = f'<span class="who">{name}</span> {isolated(side.words)}'
            parts.append(f'<div class="side">{words}{places}</div>')
    return "".join([*parts, _fields(pairing), "</article>"])


def _fields(pairing: Pairing) -> str:
    if not pairing.fields:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{isolated(gold)}</td><td>{isolated(output)}</td></tr>'
        for name, gold, output in pairing.fields
    )
    head = '<tr><td></td><th scope="col">gold</th><th scope="col">output</th></tr>'
    return f"<details><summary>Fields that differ</summary><table>{head}{rows}</table></details>"


def _places(side: Side, anchor: str, text: str | None) -> str:
    """Links to the evidence on the text; without a text the first passage itself."""
    evidence: Sequence[Evidence] = side.record.evidence if side.record else ()
    if not evidence:
        return ""
    if text is None:
        return f'<p class="how">{isolated(passage(evidence[0], None))}</p>'
    links = (
        f'<a class="quote" href="#at-{anchor}.{n}">{n + 1}</a>' for n, _ in enumerate(evidence[:_PLACES])
    )
    return f'<span class="places"> at {" ".join(links)}</span>'


def _marks(each: Comparison, number: int) -> Iterator[Mark]:
    for index, pairing in enumerate(each.pairings):
        for name, side in zip(_SIDES, (pairing.gold, pairing.output), strict=True):
            evidence: Sequence[Evidence] = side.record.evidence if side and side.record else ()
            key = f"d{number}-{index}"
            for place, each_evidence in enumerate(evidence):
                anchor = f"{key}.{name}.{place}" if place < _PLACES else None
                yield Mark(each_evidence.start, each_evidence.end, f"{name} {key}", anchor)


def _paragraph(paragraph: MarkedParagraph, results: Mapping[str, Result]) -> str:
    inside = "".join(_passage(each, results) for each in paragraph.passages)
    kind = ' class="repeat"' if paragraph.repeat else ""
    return f'<p{kind} dir="auto">{inside}</p>'


def _passage(each: Passage, results: Mapping[str, Result]) -> str:
    anchors = "".join(f'<span id="at-{anchor}"></span>' for anchor in each.anchors)
    if not each.keys:
        return anchors + escape(each.text)
    order = list(RESULTS)
    sides, keys = zip(*(key.split(" ") for key in each.keys), strict=True)
    ranked = sorted(dict.fromkeys(keys), key=lambda key: order.index(results[key]))
    kinds = f"{results[ranked[0]]} by-{'both' if len(set(sides)) > 1 else sides[0]}"
    return (
        f'{anchors}<a class="mark {kinds}" href="#{ranked[0]}" data-records="{_LINE.join(ranked)}">'
        f"{escape(each.text)}</a>"
    )
