"""Prompt files: front matter, variables, and where the built-in ones are found."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from summarizer.engines.llm.prompt import built_in, read_prompt
from summarizer.engines.llm.request import variables
from summarizer.errors import PromptError
from tests.engines.llm.samples import brief, draft, engine_for, reply
from tests.servers.chat import Reply, chat_server, completion

FRONT = "---\nname: mine\nversion: 7\nabout: A test.\n---\n"


def prompt_file(folder: Path, text: str) -> Path:
    path = folder / "mine.md"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["summarize", "compose"])
def test_the_built_in_prompts_fill_with_what_there_is(name: str) -> None:
    prompt = built_in(name)
    assert prompt.name == name
    assert "{{" not in prompt.fill(variables(brief()))


async def test_a_caller_s_own_prompt_is_sent_and_named(tmp_path: Path) -> None:
    path = prompt_file(tmp_path, f"{FRONT}Be brief.\n\n{{{{ limits }}}}\nWrite in {{{{language}}}}.\n")
    with chat_server([Reply(completion(reply()))]) as server:
        await draft(server.url, prompt=path)
        instructions = server.received[0].body["messages"][0]["content"]
    assert instructions.startswith("Be brief.\n\n- List at most 12 actors")
    assert instructions.endswith("Write in the document's own language.")
    engine = engine_for("http://localhost:1/v1", prompt=str(path))
    assert engine.prompt == ("mine@7", hashlib.sha256(path.read_bytes()).hexdigest())


def test_what_was_changed_is_for_editors_and_never_sent(tmp_path: Path) -> None:
    history = "changed: to 6, shorter: it was long\nchanged: to 7, kinder\n"
    text = FRONT.removesuffix("---\n") + history + "---\nBe brief."
    prompt = read_prompt(prompt_file(tmp_path, text))
    assert (prompt.label, prompt.text) == ("mine@7", "Be brief.")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Just text.", "front matter"),
        ("---\nname: x\nversion: 1\n", "front matter"),
        ("---\nname: x\nversion: 1\n---\nDo it.", "lacks about"),
        ("---\nname: x\nversoin: 1\nabout: y\n---\nDo it.", "versoin"),
        ("---\nno colon\n---\nDo it.", "no colon"),
        (f"{FRONT}\n  \n", "no instructions"),
    ],
)
def test_a_prompt_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PromptError, match=message):
        read_prompt(prompt_file(tmp_path, text))


def test_a_missing_or_undecodable_prompt_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"none\.md"):
        read_prompt(tmp_path / "none.md")
    (tmp_path / "latin.md").write_bytes(FRONT.encode() + b"caf\xe9")
    with pytest.raises(PromptError, match="UTF-8"):
        read_prompt(tmp_path / "latin.md")


def test_a_variable_that_does_not_exist_is_named_before_anything_is_sent(tmp_path: Path) -> None:
    path = prompt_file(tmp_path, f"{FRONT}Write for {{{{audience}}}}.")
    with pytest.raises(PromptError, match=r"\{\{audience\}\}.*language, limits"):
        engine_for("http://localhost:1/v1", prompt=path)
