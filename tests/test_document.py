from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Document, DocumentError, read_document
from summarizer.document import read_text


def shown(document: Document) -> list[str]:
    return [document.text[s.start : s.end] for s in document.sentences]


def test_lines_are_paragraphs() -> None:
    document = Document("A headline\nThe mayor left. Nobody asked why.\n\nThen it rained.")
    assert shown(document) == ["A headline", "The mayor left.", "Nobody asked why.", "Then it rained."]
    assert [s.paragraph for s in document.sentences] == [0, 1, 1, 2]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "The council voted on Monday to close three of the town's swimming\n"
        "pools, which have lost money every year since they were opened to\n"
        "the public in 1998. A fourth stays open.\n"
        "\n"
        "Nobody from the swimmers' club had been asked to speak beforehand,\n"
        "although the club had written to the council in good time.\n"
    )
    document = Document(wrapped)
    assert len(document.paragraphs) == 2
    assert shown(document)[1] == "A fourth stays open."
    assert "\n" in shown(document)[0]


def test_two_headlines_are_two_paragraphs() -> None:
    title = "Lakeside reach their first final in twenty-two years\nLAKESIDE 27, PORT ELMER 24\n\nThey won."
    assert shown(Document(title))[1:] == ["LAKESIDE 27, PORT ELMER 24", "They won."]
    wrapped = "The council voted on Monday to close three of the town's swimming\npools for good.\n"
    assert len(Document(wrapped).paragraphs) == 1


def test_a_list_of_short_lines_is_not_taken_for_wrapped_text() -> None:
    assert len(Document("Results\nDunmere 2\nCarrick Vale 1\nOban 0").paragraphs) == 4


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_every_kind_of_line_break_separates(newline: str) -> None:
    document = Document(f"One came.{newline}Two left.")
    assert shown(document) == ["One came.", "Two left."]


def test_repeated_paragraphs_are_read_once() -> None:
    document = Document('Title\n“It is over,” she said.\nNext.\n"It  is over," she said.\nNext.')
    assert [p.repeats for p in document.paragraphs] == [None, None, None, 1, 2]
    assert [s.number for s in document.sentences] == [1, 2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "John T. Chambers resigned. He was 61.",
        "The U.S. economy grew. Prices fell.",
        "It costs $2.5 million. Dr. Okoye paid.",
        "He left at 5 p.m. on Friday. She stayed.",
    ],
)
def test_abbreviations_and_initials_do_not_end_a_sentence(text: str) -> None:
    assert len(Document(text).sentences) == 2


@given(st.text(min_size=1))
def test_offsets_index_the_text_as_given(text: str) -> None:
    try:
        document = Document(text)
    except DocumentError:
        return
    last = 0
    for sentence in document.sentences:
        assert last <= sentence.start < sentence.end <= len(text)
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
        last = sentence.end


@given(st.lists(st.sampled_from(["One came. Two left.", "Nobody spoke.", "It rained on."]), min_size=1))
def test_nothing_but_white_space_and_repeats_is_left_out(paragraphs: list[str]) -> None:
    text = "\n".join(paragraphs)
    kept = " ".join(dict.fromkeys(paragraphs))
    assert " ".join(shown(Document(text))) == kept


@pytest.mark.parametrize("text", ["", "  \n\t ", "\ufeff", "a\0b"])
def test_no_text_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        Document(text)


@pytest.mark.parametrize("size", [1, 40, 100, 10_000])
def test_chunks_hold_every_sentence_once_in_order(size: int) -> None:
    document = Document("\n".join(f"Paragraph {i} begins. It goes on. It ends." for i in range(30)))
    chunks = document.chunks(size)
    assert [s for chunk in chunks for s in chunk.sentences] == list(document.sentences)
    for chunk in chunks:
        length = sum(s.end - s.start for s in chunk.sentences)
        assert length <= size or len(chunk.sentences) == 1


def test_chunks_are_cut_between_paragraphs_where_that_is_possible() -> None:
    document = Document("\n".join(f"Paragraph {i} begins. It goes on. It ends." for i in range(30)))
    for chunk in document.chunks(200):
        assert len(chunk.sentences) % 3 == 0


def test_a_chunk_halves_at_a_paragraph() -> None:
    (chunk,) = Document("One came. Two left. It rained.\nNobody spoke.\nNight fell.").chunks(10_000)
    first, second = chunk.halves()
    assert (len(first.sentences), len(second.sentences)) == (3, 2)
    assert chunk.whole
    assert not first.whole


def test_a_single_sentence_does_not_halve() -> None:
    (chunk,) = Document("Only this.").chunks(10_000)
    with pytest.raises(ValueError, match="single sentence"):
        chunk.halves()


def test_a_long_line_without_end_is_read_in_linear_time() -> None:
    document = Document("“" * 200_000 + "word " * 100_000)
    assert document.sentences[-1].end == len(document.text) - 1


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("It rained.", encoding="utf-8")
    assert read_document(path).text == "It rained."
    assert read_document(path).id == "news"


@pytest.mark.parametrize("mark", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_byte_order_mark_tells_the_encoding(mark: str) -> None:
    assert read_text(io.BytesIO("Ça va.".encode(mark)), "x").lstrip("\ufeff") == "Ça va."


def test_undecodable_bytes_are_told_with_their_offset() -> None:
    with pytest.raises(DocumentError, match=r"byte 0xe7 at offset 4.*--encoding"):
        read_text(io.BytesIO("Lan\u00e7on".encode("cp1252").replace(b"Lan", b"Alan")), "news.txt")
    assert read_text(io.BytesIO(b"gar\xe7on"), "news.txt", "cp1252") == "garçon"


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [(b"\x89PNG\0\0", None, "binary"), (b"text", "klingon", "not an encoding")],
)
def test_what_is_not_text_is_refused(data: bytes, encoding: str | None, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read_text(io.BytesIO(data), "x", encoding)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="No such file"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(DocumentError, match="folder"):
        read_document(tmp_path)


def test_a_time_of_publication_is_taken_for_its_day() -> None:
    document = Document("Rain fell.", published=datetime.datetime(2026, 3, 4, 9, 30))
    assert document.info.published == datetime.date(2026, 3, 4)
    assert type(document.published) is datetime.date


@pytest.mark.parametrize("published", ["2026-03-04", 20260304, datetime.time(9)])
def test_what_is_no_date_is_told_at_once(published: Any) -> None:
    with pytest.raises(DocumentError, match=r"published must be a datetime\.date"):
        Document("Rain fell.", published=published)


@pytest.mark.parametrize("placeholder", [datetime.date.min, datetime.date.max])
def test_a_date_that_stands_for_none_is_refused(placeholder: datetime.date) -> None:
    with pytest.raises(DocumentError, match="leave it out"):
        Document("It will rain in May.", published=placeholder)


@pytest.mark.parametrize("name", ["id", "title", "source"])
def test_what_is_known_about_a_document_is_words(name: str) -> None:
    with pytest.raises(DocumentError, match=f"A document's {name} must be a str, not int"):
        Document("Rain fell.", **{name: 5})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html>\n<html><body><p>Rain fell on Brindle.</p></body></html>",
        '\ufeff\n<html lang="en"><p>Rain fell on Brindle.</p>',
        '<?xml version="1.0"?>\n<!doctype HTML>\n<p>Rain fell on Brindle.</p>',
    ],
)
def test_an_html_page_is_no_plain_text(page: str) -> None:
    with pytest.raises(DocumentError, match=r"HTML page.*summarizer batch"):
        Document(page)


def test_words_about_markup_are_plain_text() -> None:
    assert Document("HTML, whose pages begin with <html>, turns forty.").sentences


@pytest.mark.parametrize("encoding", [None, "cp1252"])
@pytest.mark.parametrize("body", [b"1 0 obj <<>> endobj", b"\xe2\xe3\xcf\xd3", b"\0\0"])
def test_a_pdf_is_no_plain_text_in_any_encoding(body: bytes, encoding: str | None) -> None:
    with pytest.raises(DocumentError, match=r"report is a PDF.*summarizer batch"):
        read_text(io.BytesIO(b"%PDF-1.7\n" + body), "report", encoding)
