"""File formats: what a file holds, as rows of text and metadata.

A file of text, Markdown, HTML or PDF is one row; JSONL, CSV and Parquet are many. A row that cannot
be read is a `DocumentError` in its place.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from summarizer.document import read_text
from summarizer.errors import DocumentError

Row = Mapping[str, Any] | DocumentError

_BATCH_ROWS = 64
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?\n)---[ \t]*\r?\n", re.DOTALL)
_FRONT_LINE = re.compile(r"^(id|title|date|published|source)[ \t]*:[ \t]*(.+?)[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file to read from: `name` is what messages call it."""

    stream: BinaryIO
    name: str
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """How files of one kind are read.

    Attributes:
        rows: reads the rows, lazily.
        many: whether a file holds any number of documents, each with its number for a name.
        needs: the module that an extra of the same name as `extra` brings.
    """

    rows: Callable[[Opened], Iterator[Row]]
    many: bool = False
    needs: str | None = None
    extra: str | None = None


def _plain(opened: Opened) -> Iterator[Row]:
    yield {"text": read_text(opened.stream, opened.name, opened.encoding)}


def _markdown(opened: Opened) -> Iterator[Row]:
    """Markdown as the plain text of its blocks; metadata from front matter of `name: value` lines."""
    text = read_text(opened.stream, opened.name, opened.encoding)
    row: dict[str, Any] = {}
    if front := _FRONT_MATTER.match(text):
        row = {name: value.strip("\"'") for name, value in _FRONT_LINE.findall(front[1])}
        text = text[front.end() :]
    if "date" in row:
        row.setdefault("published", row.pop("date"))
    yield {**row, "text": markdown_text(text)}


def markdown_text(markdown: str) -> str:
    """The words of a Markdown text, its blocks divided by blank lines, its marks gone."""
    from markdown_it import MarkdownIt

    blocks = []
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type == "inline":
            words = ("\n" if part.type.endswith("break") else part.content for part in token.children or ())
            blocks.append("".join(words))
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content)
    return "\n\n".join(block.strip() for block in blocks if block.strip())


def _html(opened: Opened) -> Iterator[Row]:
    """The article of a web page, without what surrounds it."""
    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    # Without a word from the caller, the page itself says how it is encoded.
    given = (
        read_text(opened.stream, opened.name, opened.encoding) if opened.encoding else opened.stream.read()
    )
    page: Any = trafilatura.bare_extraction(
        given,
        include_comments=False,
        with_metadata=True,
        # Only a date that the page states: one guessed from its address may be another day's.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    text = page.text if page else None
    if not text:
        raise DocumentError(f"{opened.name} holds no article that could be told from the page around it.")
    title = page.title if page.title and not text.startswith(page.title) else None
    yield {"text": text, "title": title, "published": page.date, "source": page.sitename}


def _pdf(opened: Opened) -> Iterator[Row]:
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(opened.stream.read())).pages]
    except PyPdfError as error:
        raise DocumentError(f"{opened.name} cannot be read as PDF ({type(error).__name__}).") from None
    text = "\n\n".join(pages)
    if not text.strip():
        raise DocumentError(f"{opened.name} holds no text; its pages may be images.")
    yield {"text": text}


def _jsonl(opened: Opened) -> Iterator[Row]:
    encoding = opened.encoding or "utf-8-sig"
    for number, line in enumerate(opened.stream, start=1):
        if line.strip():
            yield _json_row(line, f"Line {number} of {opened.name}", encoding)


def _json_row(line: bytes, where: str, encoding: str) -> Row:
    try:
        row = json.loads(line.decode(encoding))
    except UnicodeDecodeError as error:
        return DocumentError(f"{where} is not {encoding} text: byte 0x{line[error.start]:02x}.")
    except json.JSONDecodeError as error:
        return DocumentError(f"{where} is not JSON: {error.msg} at character {error.pos}.")
    except RecursionError:
        return DocumentError(f"{where} is not a document: it is nested too deeply.")
    if not isinstance(row, dict):
        return DocumentError(f"{where} is not a JSON object.")
    return row


def _csv(opened: Opened, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(2**31 - 1)
    text = io.TextIOWrapper(opened.stream, encoding=opened.encoding or "utf-8-sig", newline="")
    rows = csv.DictReader(text, delimiter=delimiter)
    try:
        for row in rows:
            row.pop(None, None)  # cells beyond the header
            yield row
    except (csv.Error, UnicodeDecodeError) as error:
        yield DocumentError(f"{opened.name} cannot be read beyond line {rows.line_num} ({error}).")
    finally:
        text.detach()


def _parquet(opened: Opened) -> Iterator[Row]:
    import pyarrow
    import pyarrow.parquet

    stream = opened.stream if opened.stream.seekable() else io.BytesIO(opened.stream.read())
    try:
        for batch in pyarrow.parquet.ParquetFile(stream).iter_batches(batch_size=_BATCH_ROWS):
            yield from batch.to_pylist()
    except pyarrow.ArrowException as error:
        yield DocumentError(f"{opened.name} cannot be read as Parquet ({type(error).__name__}).")


PLAIN = Format(_plain)
_MARKDOWN = Format(_markdown)
_HTML = Format(_html, needs="trafilatura", extra="html")
_JSONL = Format(_jsonl, many=True)

FORMATS: Mapping[str, Format] = {
    ".txt": PLAIN,
    ".text": PLAIN,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".pdf": Format(_pdf, needs="pypdf", extra="pdf"),
    ".jsonl": _JSONL,
    ".ndjson": _JSONL,
    ".csv": Format(partial(_csv, delimiter=","), many=True),
    ".tsv": Format(partial(_csv, delimiter="\t"), many=True),
    ".parquet": Format(_parquet, many=True, needs="pyarrow", extra="parquet"),
}
"""Suffix, in lower case and without a further `.gz`, to the format of such files."""
