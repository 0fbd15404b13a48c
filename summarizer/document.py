"""A document: its text as given, what is known about it, and how it falls into paragraphs and sentences.

Offsets always index `Document.text` as it was given, in code points; nothing is normalized.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from summarizer.errors import DocumentError
from summarizer.language.folding import fold
from summarizer.language.sentences import split_sentences
from summarizer.schema import DocumentInfo, text_sha256

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_PAGE = re.compile(r"[\s\ufeff]*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_TERMINAL = (".", "!", "?", "…", ":", '"', "”", "’", "»", ")", "。", "！", "？")
_YEARS = range(1000, 9900)  # "a century later" must be a year that the calendar holds
_WRAP_WIDTHS = range(40, 110)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph `text[start:end]`; `repeats` is the index of the earlier paragraph that says the same."""

    start: int
    end: int
    repeats: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence `text[start:end]` with its number in the document, from 1, and its paragraph's index."""

    number: int
    start: int
    end: int
    paragraph: int


@dataclass(frozen=True)
class Document:
    """A text and what is known about it.

    Attributes:
        text: the text, as given.
        id: the caller's name for it.
        title: its title, where that is not the text's first line.
        published: the day of publication, which relative dates ("Thursday") are resolved against.
        source: who published it, or where it was found.

    Raises:
        DocumentError: if the text is empty or white space, holds NUL characters, or is an HTML page; if
            `published` is no date, or so far off that the dates around it are none; if another
            attribute is no string.
    """

    text: str
    id: str | None = None
    title: str | None = None
    published: datetime.date | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise DocumentError(f"A document's text must be a str, not {type(self.text).__name__}.")
        if not self.text.strip("\ufeff \t\r\n\v\f\x85\xa0\u2028\u2029\u200b"):
            raise DocumentError("The document is empty: it holds no text, only white space.")
        if "\0" in self.text:
            raise DocumentError("The document holds NUL characters: it looks like binary data, not text.")
        if _PAGE.match(self.text):
            raise DocumentError(
                "The document is an HTML page, not plain text: take the article out of it, "
                "or give the file, named .html, to `summarizer batch`."
            )
        for name in ("id", "title", "source"):
            if not isinstance(getattr(self, name), str | None):
                raise DocumentError(
                    f"A document's {name} must be a str, not {type(getattr(self, name)).__name__}."
                )
        self._check_published()

    def _check_published(self) -> None:
        published: object = self.published
        if isinstance(published, datetime.datetime):
            published = published.date()
            object.__setattr__(self, "published", published)
        if published is None:
            return
        if not isinstance(published, datetime.date):
            raise DocumentError(
                f"published must be a datetime.date, not {type(published).__name__}; "
                "datetime.date.fromisoformat makes one of YYYY-MM-DD."
            )
        if published.year not in _YEARS:
            raise DocumentError(
                f"{published} cannot be a day of publication; leave it out where it is not known."
            )

    @cached_property
    def sha256(self) -> str:
        """Of the text's UTF-8 bytes, in hexadecimal."""
        return text_sha256(self.text)

    @property
    def info(self) -> DocumentInfo:
        """What a summary says of its document."""
        return DocumentInfo(
            id=self.id, title=self.title, published=self.published, source=self.source, sha256=self.sha256
        )

    @cached_property
    def paragraphs(self) -> Sequence[Paragraph]:
        """The paragraphs in order, those that repeat an earlier one marked as such."""
        seen: dict[str, int] = {}
        paragraphs: list[Paragraph] = []
        for start, end in _paragraph_spans(self.text):
            index = len(paragraphs)
            first = seen.setdefault(fold(self.text[start:end]), index)
            paragraphs.append(Paragraph(start, end, first if first != index else None))
        return tuple(paragraphs)

    @cached_property
    def sentences(self) -> Sequence[Sentence]:
        """The sentences in order, numbered from 1; those of repeated paragraphs are left out."""
        sentences: list[Sentence] = []
        for index, paragraph in enumerate(self.paragraphs):
            if paragraph.repeats is None:
                for start, end in split_sentences(self.text, paragraph.start, paragraph.end):
                    sentences.append(Sentence(len(sentences) + 1, start, end, index))
        return tuple(sentences)

    def chunks(self, max_chars: int) -> Sequence[Chunk]:
        """The sentences in runs of at most `max_chars` characters, cut at paragraph boundaries.

        A paragraph that is longer is cut between sentences; a sentence is never cut.
        """
        runs: list[list[Sentence]] = [[]]
        size = 0
        for block in _blocks(self.sentences, max_chars):
            length = sum(s.end - s.start for s in block)
            if runs[-1] and size + length > max_chars:
                runs.append([])
                size = 0
            runs[-1].extend(block)
            size += length
        return tuple(Chunk(self, tuple(run)) for run in runs)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of a document's sentences, which one request to an engine is about."""

    document: Document
    sentences: Sequence[Sentence]

    @property
    def whole(self) -> bool:
        """Whether the chunk is all of its document."""
        return len(self.sentences) == len(self.document.sentences)

    def halves(self) -> tuple[Chunk, Chunk]:
        """The chunk in two, cut at the paragraph boundary nearest its middle, else between sentences.

        Raises:
            ValueError: if the chunk is a single sentence.
        """
        if len(self.sentences) < 2:
            raise ValueError("a single sentence cannot be split")
        middle = len(self.sentences) / 2
        cuts = range(1, len(self.sentences))
        borders = [i for i in cuts if self.sentences[i].paragraph != self.sentences[i - 1].paragraph]
        near = [i for i in borders if middle / 2 <= i <= middle * 1.5]
        cut = min(near or cuts, key=lambda i: abs(i - middle))
        return Chunk(self.document, self.sentences[:cut]), Chunk(self.document, self.sentences[cut:])


def _blocks(sentences: Sequence[Sentence], max_chars: int) -> Iterator[list[Sentence]]:
    """Paragraphs as lists of sentences; one that is longer than `max_chars`, sentence by sentence."""
    block: list[Sentence] = []
    for sentence in [*sentences, None]:
        if block and (sentence is None or sentence.paragraph != block[0].paragraph):
            if sum(s.end - s.start for s in block) > max_chars:
                yield from ([s] for s in block)
            else:
                yield block
            block = []
        if sentence is not None:
            block.append(sentence)


def _paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    """Lines are paragraphs, unless they look hard-wrapped: then a paragraph ends at a blank line.

    Lines count as wrapped if within a block between blank lines nearly all are filled to about
    one width and break off in mid-sentence.
    """
    block: list[tuple[int, int]] = []
    last_end = 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        if len(text[last_end:start].replace("\r\n", "\n")) > 1:
            yield from _block_paragraphs(text, block)
            block = []
        last_end = end
        while start < end and (text[start].isspace() or text[start] == "\ufeff"):
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:  # a line of spaces is a blank line
            yield from _block_paragraphs(text, block)
            block = []
        else:
            block.append((start, end))
    yield from _block_paragraphs(text, block)


def _block_paragraphs(text: str, block: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if len(block) > 1 and _is_wrapped(text, block):
        yield block[0][0], block[-1][1]
    else:
        yield from block


def _is_wrapped(text: str, block: list[tuple[int, int]]) -> bool:
    full = block[:-1]
    widest = max(end - start for start, end in block)
    if widest not in _WRAP_WIDTHS:
        return False
    if len(block) == 2:  # a headline over a second one, unless the sentence visibly goes on
        return text[block[1][0]].islower()
    filled = sum(end - start >= 0.7 * widest for start, end in full)
    broken = sum(not text[start:end].endswith(_TERMINAL) for start, end in full)
    return filled >= 0.8 * len(full) and broken >= 0.5 * len(full)


def read_text(stream: BinaryIO, name: str, encoding: str | None = None) -> str:
    """The text of a binary stream: in `encoding`, else by its byte order mark, else UTF-8.

    Raises:
        DocumentError: if the bytes are a PDF, or not text in that encoding; the message says at which offset.
    """
    data = stream.read()
    chosen = encoding or _by_mark(data) or "utf-8"
    if data.startswith(b"%PDF-"):
        raise DocumentError(f"{name} is a PDF, not plain text: give it, named .pdf, to `summarizer batch`.")
    if encoding is None and chosen == "utf-8" and b"\0" in data[:65536]:
        raise DocumentError(f"{name} is a binary file (a NUL byte at offset {data.index(0)}), not text.")
    try:
        return data.decode(chosen)
    except LookupError:
        raise DocumentError(
            f"{encoding!r} is not an encoding that Python knows; try utf-8 or cp1252."
        ) from None
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name} is not {chosen} text: byte 0x{data[error.start]:02x} at offset {error.start}. "
            "Name its encoding with --encoding, for example --encoding cp1252."
        ) from None


def _by_mark(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8"  # a UTF-8 mark stays in the text, so that offsets count what the file holds


def read_file(path: str | Path, encoding: str | None = None) -> str:
    """The text of a file, read as `read_text` does.

    Raises:
        DocumentError: if the file is missing, a folder, unreadable, binary or undecodable.
    """
    try:
        with Path(path).open("rb") as stream:
            return read_text(stream, str(path), encoding)
    except FileNotFoundError:
        raise DocumentError(f"No such file: {path}") from None
    except IsADirectoryError:
        raise DocumentError(f"{Path(path)} is a folder; name a file in it.") from None
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror or error}") from None


def read_document(
    path: str | Path,
    *,
    encoding: str | None = None,
    published: datetime.date | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Document:
    """Read a document from a file of plain text; its name without ending becomes the id.

    Raises:
        DocumentError: as `read_file` does, or if there is no text in it.
    """
    text = read_file(path, encoding)
    return Document(text, id=Path(path).stem, title=title, published=published, source=source)
