"""A corpus from files: what is read, under which id, with which metadata, and what cannot be read."""

from __future__ import annotations

import csv
import datetime
import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from summarizer.corpus import Unreadable
from summarizer.corpus.formats import markdown_text
from summarizer.corpus.reading import Corpus, Entry, Fields
from summarizer.document import Document
from summarizer.errors import DocumentError, MissingDependency
from tests.extras import extra

TEXT = "The harbour of Alba was closed on Monday."


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(path: str, content: str | bytes) -> None:
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    target.write_bytes(gzip.compress(data) if path.endswith(".gz") else data)


def read(*inputs: str, **options: Any) -> list[Document | Unreadable]:
    return [entry.source for entry in Corpus(inputs, **options)]


def only(*inputs: str, **options: Any) -> Document:
    (document,) = read(*inputs, **options)
    assert isinstance(document, Document), document
    return document


def problem(*inputs: str, **options: Any) -> str:
    (unreadable,) = read(*inputs, **options)
    assert isinstance(unreadable, Unreadable)
    assert isinstance(unreadable.error, DocumentError)
    return str(unreadable.error)


class TestFiles:
    def test_a_folder_is_read_to_the_bottom_in_the_order_of_names(self) -> None:
        for name in (
            "b.txt",
            "a.txt",
            "sub/c.md",
            "sub/deeper/d.txt.gz",
            ".hidden.txt",
            ".git/e.txt",
            "f.xyz",
        ):
            write(f"news/{name}", TEXT)
        corpus = Corpus(["news"])
        ids = [entry.source.id for entry in corpus]
        assert ids == ["news/a.txt", "news/b.txt", "news/sub/c.md", "news/sub/deeper/d.txt.gz"]
        assert (corpus.files, corpus.ignored) == (4, 1)
        assert [entry.source.id for entry in corpus] == ids  # a second time, the same

    def test_patterns(self) -> None:
        for name in ("a.txt", "b.txt", "c.md", "sub/d.txt"):
            write(f"news/{name}", TEXT)
        assert [d.id for d in read("news/*.txt")] == ["news/a.txt", "news/b.txt"]
        assert [d.id for d in read("news/**/*.txt")] == ["news/a.txt", "news/b.txt", "news/sub/d.txt"]

    def test_a_file_whose_name_looks_like_a_pattern(self) -> None:
        write("what[1].txt", TEXT)
        assert only("what[1].txt").text == TEXT

    def test_a_file_of_unknown_kind_is_text_when_it_is_named(self) -> None:
        write("article.news", TEXT)
        assert only("article.news").text == TEXT

    def test_the_output_is_no_input(self) -> None:
        write("news/a.txt", TEXT)
        write("news/out.jsonl", "{}\n")
        assert only("news", besides=["news/out.jsonl"]).id == "news/a.txt"

    @pytest.mark.parametrize("given", ["nowhere", "nowhere/*.txt", "empty"])
    def test_nothing_to_read(self, given: str) -> None:
        os.mkdir("empty")
        with pytest.raises(DocumentError, match=r"(No such file|No file matches|No files to read)"):
            Corpus([given])

    def test_a_file_that_cannot_be_read_is_told_in_its_place(self) -> None:
        write("news/a.txt", TEXT)
        write("news/b.txt", b"caf\xe9")
        write("news/c.txt", "")
        write("news/d.txt.gz", TEXT)
        Path("news/d.txt.gz").write_bytes(Path("news/d.txt.gz").read_bytes()[:-12])
        os.symlink("gone", "news/e.txt")
        write("news/f.txt", TEXT)
        found = read("news")
        assert [isinstance(d, Document) for d in found] == [True, False, False, False, False, True]
        problems = [str(d.error) for d in found if isinstance(d, Unreadable)]
        for words, told in zip(
            ("0xe9 at offset 3", "empty", "not whole", "No such file"), problems, strict=True
        ):
            assert words in told
        assert [d.id for d in found] == [
            f"news/{n}" for n in ("a.txt", "b.txt", "c.txt", "d.txt.gz", "e.txt", "f.txt")
        ]

    def test_an_encoding(self) -> None:
        write("a.txt", "Café am Hafen".encode("cp1252"))
        assert only("a.txt", encoding="cp1252").text == "Café am Hafen"

    def test_the_fraction_read_grows_to_one(self) -> None:
        write("news/a.txt", TEXT)
        rows = "".join(json.dumps({"text": TEXT + str(i)}) + "\n" for i in range(2000))
        write("news/b.jsonl", rows)
        write("news/c.jsonl.gz", rows)
        fractions = [entry.fraction for entry in Corpus(["news"])]
        assert fractions == sorted(fractions)
        assert fractions[-1] == 1.0
        assert 0 < fractions[10] < 0.5 < fractions[-10]

    def test_a_missing_extra_is_told_before_anything_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        write("news/a.txt", TEXT)
        write("news/b.html", "<p>x")
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
        with pytest.raises(MissingDependency, match=r"grounded-summarizer\[html\]"):
            Corpus(["news"])


class TestMarkdown:
    def test_front_matter(self) -> None:
        write(
            "a.md",
            f'---\ntitle: "Harbour closed"\ndate: 2026-03-02\nsource: Coast News\nother: [1]\n---\n{TEXT}\n',
        )
        document = only("a.md")
        assert (document.title, document.source) == ("Harbour closed", "Coast News")
        assert document.published == datetime.date(2026, 3, 2)
        assert document.text == TEXT

    def test_a_line_of_dashes_is_not_front_matter(self) -> None:
        write("a.md", f"{TEXT}\n\n---\n\n{TEXT} Again.\n")
        assert only("a.md").text == f"{TEXT}\n\n{TEXT} Again."

    def test_marks_are_gone_and_words_stay(self) -> None:
        markdown = (
            "# Harbour *closed*\n\nThe [harbour](http://x.example) of **Alba** `42`\nis closed.\n\n"
            "- one &amp; two\n- three\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
        )
        blocks = markdown_text(markdown).split("\n\n")
        assert blocks[:2] == ["Harbour closed", "The harbour of Alba 42\nis closed."]
        assert blocks[2:] == ["one & two", "three", "quoted", "a", "b", "1", "2"]


class TestRows:
    def test_json_lines(self) -> None:
        rows = [
            {"id": "x", "text": TEXT, "title": "T", "published": "2026-03-02T23:00:00+01:00", "source": "S"},
            {"id": 7, "text": TEXT, "published": "Mon, 02 Mar 2026 10:00:00 GMT"},
            {"text": TEXT, "published": None},
        ]
        write("a.jsonl", "\n\n".join(json.dumps(row) for row in rows))
        first, second, third = read("a.jsonl")
        assert first == Document(TEXT, "x", "T", datetime.date(2026, 3, 2), "S")
        assert second == Document(TEXT, "7", None, datetime.date(2026, 3, 2))
        assert third == Document(TEXT, "a.jsonl:3")

    def test_rows_that_cannot_be_read(self) -> None:
        lines = [
            b'{"text": "' + TEXT.encode() + b'"}',
            b"{broken",
            b'["a list"]',
            b'{"id": "x", "body": "b"}',
            b'{"id": "y", "text": 5}',
            b'{"id": "z", "text": "t", "published": "soon"}',
            b'{"text": "\xff"}',
            b"[" * 100_000,
            b'{"text": "last"}',
        ]
        write("a.jsonl", b"\n".join(lines))
        found = read("a.jsonl")
        assert [isinstance(d, Document) for d in found] == [True] + [False] * 7 + [True]
        assert [d.id for d in found][1:3] == ["a.jsonl:2", "a.jsonl:3"]
        problems = [str(d.error) for d in found if isinstance(d, Unreadable)]
        expected = [
            "Line 2",
            "not a JSON object",
            "its fields are body, id",
            "holds no text",
            "not a day",
            "0xff",
            "nested",
        ]
        for words, told in zip(expected, problems, strict=True):
            assert words in told

    def test_half_of_a_character_is_replaced_and_offsets_stay(self) -> None:
        write("a.jsonl", json.dumps({"id": "x\ud800", "text": f"\ud800{TEXT}", "title": "\udfff T"}))
        assert only("a.jsonl") == Document(f"\ufffd{TEXT}", "x\ufffd", "\ufffd T")

    def test_fields_by_other_names(self) -> None:
        write(
            "a.jsonl",
            json.dumps({"body": TEXT, "url": "u", "headline": "H", "day": "2026-03-02", "paper": "P"}),
        )
        fields = Fields(text="body", id="url", title="headline", published="day", source="paper")
        assert only("a.jsonl", fields=fields) == Document(TEXT, "u", "H", datetime.date(2026, 3, 2), "P")

    @pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.tsv", "\t"), ("a.csv.gz", ",")])
    def test_tables(self, name: str, delimiter: str) -> None:
        with open("plain", "w", newline="", encoding="utf-8-sig") as stream:
            rows = csv.writer(stream, delimiter=delimiter)
            rows.writerows([["id", "text", "published"], ["x", 'One, "two"\nthree\t.', "2026-03-02"], ["y"]])
        write(name, Path("plain").read_bytes())
        first, second = read(name)
        assert first == Document('One, "two"\nthree\t.', "x", None, datetime.date(2026, 3, 2))
        assert isinstance(second, Unreadable)

    def test_a_long_cell(self) -> None:
        write("a.csv", f'text\n"{"Long. " * 100_000}"\n')
        assert len(only("a.csv").text) == 600_000

    def test_a_table_without_the_column(self) -> None:
        write("a.csv", "id,body\nx,hello\n")
        assert "x has no field 'text'; its fields are body, id" in problem("a.csv")

    def test_parquet(self) -> None:
        pyarrow = extra("pyarrow")
        parquet = extra("pyarrow.parquet")
        day = datetime.date(2026, 3, 2)
        table = pyarrow.table({"text": [f"{TEXT} {i}" for i in range(200)], "published": [day] * 200})
        parquet.write_table(table, "a.parquet")
        write("b.parquet.gz", Path("a.parquet").read_bytes())
        found = read("a.parquet", "b.parquet.gz")
        assert found[199] == Document(f"{TEXT} 199", "a.parquet:200", None, day)
        assert [d.id for d in found[200:]] == [f"b.parquet.gz:{i}" for i in range(1, 201)]
        write("c.parquet", "no table")
        assert "Parquet" in problem("c.parquet")


class TestPages:
    HTML = """<html lang="en"><head><meta charset="{charset}"><title>Harbour closed | Coast News</title>
    <meta property="article:published_time" content="2026-03-02T10:00:00Z">
    <meta property="og:site_name" content="Coast News"></head><body><nav><a href="/">Home</a></nav>
    <article><h1>Harbour closed</h1><p>The harbour of Alba was closed on Monday after a ferry
    ran aground in fog.</p>
    <p>“Nobody was hurt,” said Mara Voss, the mayor, who had been woken at four
    in the morning by the café owner.</p>
    </article><footer>We use cookies</footer></body></html>"""

    @pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
    def test_html(self, charset: str) -> None:
        extra("trafilatura")
        write("a.html", self.HTML.replace("{charset}", charset).encode(charset))
        document = only("a.html")
        assert "“Nobody was hurt,” said Mara Voss" in document.text
        assert "café" in document.text
        assert "cookies" not in document.text
        assert document.published == datetime.date(2026, 3, 2)
        assert document.source == "Coast News"

    def test_a_page_without_an_article(self) -> None:
        extra("trafilatura")
        write("a.html", "<html><body></body></html>")
        assert "no article" in problem("a.html")

    def test_pdf(self) -> None:
        extra("pypdf")
        write("a.pdf", pdf([TEXT, "Second page."]))
        assert only("a.pdf").text == f"{TEXT}\n\nSecond page."

    def test_a_pdf_without_text_and_what_is_no_pdf(self) -> None:
        extra("pypdf")
        write("a.pdf", pdf([""]))
        assert "no text" in problem("a.pdf")
        write("b.pdf", "not a PDF")
        assert "PDF" in problem("b.pdf")


def pdf(pages: list[str]) -> bytes:
    """A PDF with a line of text on each page, written by hand (ISO 32000-1)."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, text in enumerate(pages):
        content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        resources = f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * i} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {resources} >>")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + (head + trailer).encode()


def test_reading_is_lazy(tmp_path: Path) -> None:
    for i in range(5):
        write(f"news/{i}.txt", TEXT)
    entries = iter(Corpus(["news"]))
    first = next(entries)
    assert isinstance(first, Entry)
    Path("news/4.txt").write_text("Changed after the first was read.")
    assert [entry.source for entry in entries][-1] == Document(
        "Changed after the first was read.", "news/4.txt"
    )
