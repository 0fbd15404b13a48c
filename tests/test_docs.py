"""The examples in the README and in docs/ run, in order, each page in a namespace of its own.

A block that begins with ```python runs. One that begins with ```python title="needs a model" names an
endpoint that is not there in a test: it is compiled only.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import generate
from summarizer.cli import main
from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CHECKOUT = (ROOT / "summarizer").is_dir()
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
COMMAND = re.compile(r"^summarizer (.*?)(?:\s+#.*)?$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_the_python_examples_run(page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    names: dict[str, object] = {"__name__": page.stem}
    for language, title, code in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language == "python":
            compiled = compile(code, str(page), "exec", dont_inherit=True)
            if "needs a model" not in title:
                exec(compiled, names)


@pytest.mark.parametrize("name", generate.PAGES)
def test_generated_pages_are_what_the_code_says(name: str) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert page == generate.PAGES[name](), "run: python docs/generate.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if not CHECKOUT and ("summarizer/" in target or "prompts/" in target):
            continue  # run against the wheel, from a folder that holds neither
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_the_commands_that_are_shown_exist(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for language, _, code in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language in ("sh", "console"):
            for shown in COMMAND.findall(code):
                words = [word for word in shown.split("|")[0].split() if word[0] not in "<>"]
                options = [word for word in words if word.startswith("--")]
                names = [word for word in words[:2] if word.isidentifier()]
                with pytest.raises(SystemExit):
                    main([*names[: 2 if names[0] == "eval" else 1], "--help"])
                help_text = capsys.readouterr().out
                assert all(option.split("=")[0] in help_text for option in options), shown
