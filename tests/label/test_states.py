"""A labeller's work survives whatever ends the process, and is never overwritten unseen."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import InputError
from summarizer.label import states as module
from summarizer.label.states import Conflict, NotSaved, Saved, State, States
from tests.evals.samples import DRAFT


def drafted(note: str, **more: Any) -> State:
    return State(draft=DRAFT | {"note": note}, **more)


@pytest.fixture
def states(tmp_path: Path) -> States:
    return States(tmp_path / "mk", "mk")


def test_a_document_begins_empty_and_reading_it_writes_nothing(states: States) -> None:
    assert states.read("ferry").revision == 0
    assert states.read("ferry").state.draft == {
        "labeller": "mk", "actors": [], "events": [], "claims": [], "figures": [],
    }  # fmt: skip
    assert not states.folder.exists()


def test_what_is_written_is_read_and_is_the_drafts_file(states: States) -> None:
    states.write("ferry", 0, drafted("one", done=True))
    saved = states.write("ferry", 1, drafted("two", done=True))
    assert states.read("ferry") == saved == Saved(2, drafted("two", done=True))
    assert json.loads((states.folder / "ferry.json").read_bytes()) == DRAFT | {"note": "two"}
    assert [path.name for path in states.folder.glob("*.json")] == ["ferry.json"]


def test_a_state_made_from_an_older_one_is_refused_and_told_the_newer(states: States) -> None:
    states.write("ferry", 0, drafted("one"))
    with pytest.raises(Conflict) as told:
        states.write("ferry", 0, drafted("two"))
    assert told.value.saved == Saved(1, drafted("one"))
    assert states.read("ferry").state == drafted("one")


@given(st.data())
def test_a_journal_cut_anywhere_in_its_last_line_gives_the_state_before(data: st.DataObject) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        states = States(Path(folder) / "mk", "mk")
        states.write("ferry", 0, drafted("one"))
        before = (states.folder / "ferry.json").read_bytes()
        states.write("ferry", 1, drafted("two"))
        journal = states.folder / ".bench" / "ferry.jsonl"
        whole = journal.read_bytes()
        start = whole.index(b"\n") + 1
        journal.write_bytes(whole[: data.draw(st.integers(start, len(whole) - 2))])
        (states.folder / "ferry.json").write_bytes(before)
        assert states.read("ferry") == Saved(1, drafted("one"))
        assert states.write("ferry", 1, drafted("three")).revision == 2
        assert states.read("ferry") == Saved(2, drafted("three"))


def test_killed_between_journal_and_draft_the_journal_has_the_state(states: States) -> None:
    states.write("ferry", 0, drafted("one"))
    before = (states.folder / "ferry.json").read_bytes()
    states.write("ferry", 1, drafted("two"))
    (states.folder / "ferry.json").write_bytes(before)
    assert states.read("ferry") == Saved(2, drafted("two"))
    (states.folder / "ferry.json").unlink()
    assert states.read("ferry") == Saved(2, drafted("two"))


def test_a_draft_edited_by_hand_is_taken_up(states: States) -> None:
    states.write("ferry", 0, drafted("one", done=True))
    (states.folder / "ferry.json").write_text(
        json.dumps({"actors": None, "note": "by hand"}), encoding="utf-8"
    )
    saved = states.read("ferry")
    assert (saved.revision, saved.state.done, saved.state.draft["note"]) == (2, True, "by hand")
    assert saved.state.draft["figures"] == []
    with pytest.raises(Conflict):
        states.write("ferry", 1, drafted("two"))


def test_a_look_at_a_draft_writes_nothing(states: States) -> None:
    states.folder.mkdir()
    (states.folder / "ferry.json").write_text(json.dumps(DRAFT), encoding="utf-8")
    assert states.peek("ferry") == Saved(1, State(draft=DRAFT))
    assert [path.name for path in states.folder.iterdir()] == ["ferry.json"]
    assert states.read("ferry") == states.peek("ferry")
    assert (states.folder / ".bench" / ".gitignore").read_text(encoding="utf-8") == "*\n"


@pytest.mark.parametrize("content", ["[]", '{"actors": [1]}', '{"actors": {}}x', '{"actors": "a"}'])
def test_what_is_no_draft_is_told_and_left_alone(states: States, content: str) -> None:
    states.folder.mkdir()
    (states.folder / "ferry.json").write_text(content, encoding="utf-8")
    for use in (lambda: states.read("ferry"), lambda: states.write("ferry", 0, drafted("one"))):
        with pytest.raises(InputError, match=r"ferry\.json"):
            use()
    assert (states.folder / "ferry.json").read_text(encoding="utf-8") == content


def test_a_journal_does_not_grow_for_ever(states: States, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", 5)
    for number in range(23):
        states.write("ferry", number, drafted(str(number)))
    assert len((states.folder / ".bench" / "ferry.jsonl").read_bytes().splitlines()) <= 10
    assert states.read("ferry") == Saved(23, drafted("22"))


def test_of_many_at_once_each_revision_is_written_once(states: States) -> None:
    outcomes: list[int] = []

    def write(number: int) -> None:
        for base in range(20):
            try:
                outcomes.append(states.write("ferry", base, drafted(f"{number}/{base}")).revision)
            except Conflict:
                continue

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == list(range(1, len(outcomes) + 1))
    assert states.read("ferry").revision == len(outcomes)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "mk").write_text("in the way", encoding="utf-8")
    with pytest.raises(NotSaved, match="cannot be written"):
        States(tmp_path / "mk", "mk").write("ferry", 0, drafted("one"))
