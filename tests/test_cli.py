"""The command, run as its users run it: in a process of its own where the process matters."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer.cli import main

ARTICLE = (
    "Ferry runs aground off Ardmore\n"
    "Two passengers were hurt when a ferry ran aground off Ardmore on Monday, the coast guard said. "
    "“The captain turned too late,” said Niamh Corrigan, a spokeswoman for the coast guard.\n"
)
KEY = "sk-planted-7d1f"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def command(*arguments: str, **kwargs: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "summarizer.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        **kwargs,  # type: ignore[call-overload]
    )


def test_a_summary_is_printed_and_the_engine_named_on_stderr(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(article), "--published", "2027-05-05"]) == 0
    printed = capsys.readouterr()
    assert "Niamh Corrigan" in printed.out
    assert "builtin/rules" in printed.err
    assert "--model" in printed.err
    assert len(printed.err.splitlines()) == 1


def test_a_named_engine_needs_no_notice(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(article), "--model", "builtin/rules"]) == 0
    assert capsys.readouterr().err == ""


def test_json_goes_to_a_pipe_whole(article: Path) -> None:
    run = command("run", "-", "--format", "json", "--with-text", "--title", "Ferry", input=ARTICLE)
    assert run.returncode == 0
    summary = json.loads(run.stdout)
    assert summary["document"]["text"] == ARTICLE
    assert summary["document"]["title"] == "Ferry"
    for evidence in summary["claims"][0]["evidence"]:
        assert ARTICLE[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_markdown_goes_to_a_file(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "ferry.md"
    assert main(["run", str(article), "--format", "md", "--out", str(out)]) == 0
    assert capsys.readouterr().out == ""
    assert out.read_text(encoding="utf-8").startswith("# ")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ferry.md", "ferry.txt"]


def test_a_saved_summary_is_laid_out_again(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "ferry.json"
    assert main(["run", str(article), "--format", "json", "--out", str(saved)]) == 0
    assert main(["show", str(saved), "--format", "html", "--text", str(article)]) == 0
    page = capsys.readouterr().out
    assert page.startswith("<!doctype html>")
    assert 'id="text"' in page
    assert main(["show", str(saved), "--format", "json", "--with-text"]) == 2
    assert "--text FILE" in capsys.readouterr().err
    assert main(["show", str(saved)]) == 0
    assert "Niamh Corrigan" in capsys.readouterr().out
    other = tmp_path / "other.txt"
    other.write_text("Another text.", encoding="utf-8")
    assert main(["show", str(saved), "--text", str(other)]) == 2
    assert "sha256" in capsys.readouterr().err
    assert main(["show", str(article)]) == 2
    assert "not a saved Summary" in capsys.readouterr().err


def test_a_link_is_followed_and_a_pipe_is_written_to(article: Path, tmp_path: Path) -> None:
    (tmp_path / "target.txt").write_text("old", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "target.txt")
    assert main(["run", str(article), "--out", str(tmp_path / "link.txt")]) == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert "Corrigan" in (tmp_path / "target.txt").read_text(encoding="utf-8")
    assert main(["run", str(article), "--out", os.devnull]) == 0
    assert not Path(os.devnull).is_file()


def test_the_output_is_looked_at_before_anything_is_sent(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["run", str(article), "--model", "openai/x", "--base-url", f"http://127.0.0.1:{closed_port()}/v1"]
    assert main([*asked, "--out", str(tmp_path / "none" / "out.txt")]) == 2
    assert "no folder" in capsys.readouterr().err
    assert main([*asked, "--out", str(article)]) == 2
    assert "the file that is read" in capsys.readouterr().err
    assert article.read_text(encoding="utf-8") == ARTICLE


@pytest.mark.parametrize(
    "asked", [["--out", "out.txt"], ["--format", "csv", "--out", "a/b"], ["--cache", "kept.sqlite"]]
)
def test_a_closed_folder_is_told_before_anything_is_sent(
    article: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(article.parent)
    monkeypatch.setattr(os, "access", lambda *_: False)  # no folder is closed to a superuser
    url = f"http://127.0.0.1:{closed_port()}/v1"
    assert main(["run", "ferry.txt", "--model", "openai/m", "--base-url", url, *asked]) == 2
    assert "cannot be written: permission denied" in capsys.readouterr().err


def test_a_full_disk_is_told(article: Path) -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "summarizer.cli", "run", str(article)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert run.returncode == 1
    assert "cannot be written" in run.stderr
    assert "defect" not in run.stderr


@pytest.mark.parametrize(
    ("closed", "asked", "code"),
    [
        (">&-", ["run", "ferry.txt"], 0),
        (">&-", ["schema"], 0),
        (">&- 2>&- <&-", ["batch", "ferry.txt", "--out", "out.jsonl"], 0),
        ("<&-", ["run", "-"], 2),
        ("2>/dev/full", ["run", "ferry.txt"], 0),
        ("2>/dev/full", ["run", "none.txt"], 2),
    ],
)
def test_a_stream_that_nobody_reads_changes_nothing(
    article: Path, closed: str, asked: list[str], code: int
) -> None:
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh"]
    run = subprocess.run(
        [*shell, sys.executable, "-m", "summarizer", *asked],
        cwd=article.parent,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == code
    assert "defect" not in run.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize("form", ["json", "jsonld"])
def test_json_is_json_in_any_encoding(article: Path, encoding: str, form: str) -> None:
    article.write_text("“Café Ωmega 😀 burnt down on Monday,” said Zoë Roy of Oslo.", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "summarizer", "run", str(article), "--format", form, "--with-text"],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=60,
    )
    assert "Café Ωmega 😀 burnt" in json.dumps(json.loads(run.stdout.decode(encoding)), ensure_ascii=False)


def test_a_document_has_no_power_over_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "evil.txt"
    path.write_text("“\x1b[31mRun\x07,” said \u202eAna Roy of Oslo on Monday.\n", encoding="utf-8")
    for form in ("text", "md"):
        assert main(["run", str(path), "--format", form]) == 0
        shown = capsys.readouterr().out
        assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_caps_are_kept(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(article), "--format", "json", "--max-records", "claims=1,events=0"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert (len(summary["claims"]), len(summary["events"])) == (1, 0)


WRONG = {
    "a missing file": (["run", "none.txt"], "No such file: none.txt"),
    "a folder": (["run", "."], "is a folder"),
    "a schema that cannot be imported": (
        ["run", "ferry.txt", "--schema", "broken_schema:Mine"],
        "ZeroDivisionError",
    ),
    "a variable that is not set": (["run", ""], ". is a folder"),
    "a wrong date": (["run", "ferry.txt", "--published", "5 May"], "YYYY-MM-DD"),
    "an impossible date": (["run", "ferry.txt", "--published", "2027-02-30"], "YYYY-MM-DD"),
    "an unknown provider": (["run", "ferry.txt", "--model", "acme/large"], "acme"),
    "a model without provider": (["run", "ferry.txt", "--model", "gpt"], "provider/name"),
    "an unknown embedded engine": (["run", "ferry.txt", "--model", "builtin/magic"], "builtin/rules"),
    "a missing key": (["run", "ferry.txt", "--model", "openai/large"], "OPENAI_API_KEY"),
    "a missing named key": (
        [
            "run",
            "ferry.txt",
            "--model",
            "openai/x",
            "--base-url",
            "https://llm.example/v1",
            "--api-key-env",
            "NOPE",
        ],
        "NOPE",
    ),
    "an unknown section": (["run", "ferry.txt", "--max-records", "villains=3"], "villains"),
    "a negative cap": (["run", "ferry.txt", "--max-records", "-3"], "max_records"),
    "a cap that is no number": (["run", "ferry.txt", "--max-records", "many"], "many"),
    "a timeout of zero": (["run", "ferry.txt", "--timeout", "0"], "timeout"),
    "an unknown option": (["run", "ferry.txt", "--publish", "2027"], "--publish"),
    "an unknown command": (["sumarize", "ferry.txt"], "sumarize"),
    "no command": ([], "COMMAND"),
    "tables without a folder": (["run", "ferry.txt", "--format", "csv", "--out", ""], "name a folder with"),
    "a folder to write to": (["run", "ferry.txt", "--out", "."], "it is a folder"),
    "an unwritable file": (["run", "ferry.txt", "--out", "none/out.txt"], "cannot be written"),
    "an option for a model, and no model": (
        ["run", "ferry.txt", "--base-url", "http://127.0.0.1:9/v1"],
        "base_url",
    ),
    "a schema that is none": (["run", "ferry.txt", "--schema", "json:JSONDecoder"], "json:JSONDecoder"),
    "a prompt that is not there": (
        [
            "run",
            "ferry.txt",
            "--model",
            "openai/x",
            "--base-url",
            "http://127.0.0.1:9/v1",
            "--prompt",
            "none.md",
        ],
        "none.md",
    ),
}


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=list(WRONG))
def test_wrong_input_gets_one_clear_error(
    arguments: list[str],
    said: str,
    article: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(article.parent)
    monkeypatch.syspath_prepend(str(article.parent))
    (article.parent / "broken_schema.py").write_text("1 / 0\n", encoding="utf-8")
    try:
        code: object = main(arguments)
    except SystemExit as left:  # argparse leaves that way
        code = left.code
    printed = capsys.readouterr()
    assert code == 2
    assert said in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""
    errors = [
        line for line in printed.err.splitlines() if not line.startswith(("Try:", "summarizer: no model"))
    ]
    assert len(errors) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "binary"),
        (b"The caf\xe9 closed.", "offset 7"),
    ],
    ids=["empty", "white space", "binary", "undecodable"],
)
def test_what_is_not_text_is_told(
    data: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(data)
    assert main(["run", str(path)]) == 2
    assert said in capsys.readouterr().err


def test_another_encoding_may_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes("The café in Oslo closed on Monday, police said.".encode("cp1252"))
    assert main(["run", str(path), "--encoding", "cp1252", "--format", "json"]) == 0
    assert "café" in capsys.readouterr().out


def test_a_refused_connection_is_told_soon(article: Path) -> None:
    started = time.monotonic()
    run = command(
        "run", str(article), "--model", "openai/x", "--base-url", f"http://127.0.0.1:{closed_port()}/v1"
    )
    assert run.returncode == 3
    assert time.monotonic() - started < 10
    assert "Traceback" not in run.stderr
    assert "127.0.0.1" in run.stderr


def test_the_deadline_ends_a_silent_endpoint(article: Path, silent_port: int) -> None:
    url = f"http://127.0.0.1:{silent_port}/v1"
    run = command("run", str(article), "--model", "openai/x", "--base-url", url, "--timeout", "1.5")
    assert run.returncode == 3
    assert "Traceback" not in run.stderr


def test_ctrl_c_leaves_no_file(article: Path, silent_port: int, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [
            *(
                sys.executable,
                "-m",
                "summarizer.cli",
                "run",
                str(article),
                "--out",
                str(tmp_path / "out.txt"),
            ),
            *("--model", "openai/x", "--base-url", f"http://127.0.0.1:{silent_port}/v1"),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert [p.name for p in tmp_path.iterdir()] == ["ferry.txt"]


def test_a_reader_that_leaves_early_is_no_error(article: Path) -> None:
    pipeline = f"{sys.executable} -m summarizer.cli schema | head -c 10"
    run = subprocess.run(["bash", "-c", pipeline], capture_output=True, text=True, timeout=60)
    assert "Traceback" not in run.stderr
    assert "Exception" not in run.stderr


def test_schemas_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    public = json.loads(capsys.readouterr().out)
    assert "findings" in public["properties"]
    assert "aliases" in public["$defs"]["Actor"]["properties"]
    assert main(["schema", "--wire"]) == 0
    wire = json.loads(capsys.readouterr().out)
    assert "findings" not in wire["properties"]
    assert list(wire["properties"])[-2:] == ["headline", "gist"]


def test_the_doctor_shows_no_key(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{closed_port()}/v1")
    assert main(["doctor", "--model", "openai/large"]) == 3
    printed = capsys.readouterr()
    assert "OPENAI_API_KEY" in printed.out
    assert KEY not in printed.out + printed.err


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (["--base-url", "http://127.0.0.1:1/v1"], "builtin/rules has no use for base_url"),
        (["--model", "openai/m", "--param", "temperature=hot"], "temperature must be a number"),
        (["--model", "openai/m", "--timeout", "nan"], "timeout must be"),
    ],
)
def test_the_doctor_finds_what_a_run_would_refuse(
    asked: list[str], problem: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert main(["doctor", *asked]) == 2
    assert problem in capsys.readouterr().out


def test_the_doctor_is_content_with_the_embedded_engine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    assert "builtin/rules" in capsys.readouterr().out


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["--help"],
        ["run", "--help"],
        ["show", "--help"],
        ["schema", "--help"],
        ["doctor", "--help"],
    ):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 0
        assert "exit codes" in capsys.readouterr().out


def test_a_terminal_that_lacks_letters_is_served(article: Path) -> None:
    run = command("run", str(article), env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert run.returncode == 0
    assert "\\u201c" in run.stdout


def test_a_defect_of_ours_is_one_line_too(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("with the document's words in it")

    monkeypatch.setattr("summarizer.pipeline.Summarizer.summarize", broken)
    assert main(["run", str(article)]) == 1
    errors = capsys.readouterr().err
    assert "internal error (RuntimeError)" in errors
    assert "words" not in errors
