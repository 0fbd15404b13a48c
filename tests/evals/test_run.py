"""Running: failures are kept, nothing is done twice, budgets hold, recordings answer for the model."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from summarizer.document import Document
from summarizer.engines.llm import LLMEngine
from summarizer.errors import AuthenticationFailed, InputError, Refused, SchemaError, SettingsError
from summarizer.evals.fixture import FixtureSet
from summarizer.evals.replay import connect, read_recording
from summarizer.evals.run import Budget, RecordingMismatch, assemble, describe_run, make_outputs, rescore
from summarizer.evals.runfile import Output, load_run, save_run
from summarizer.pipeline import Summarizer
from summarizer.schema import Summary, Usage
from tests.engines.llm.samples import TEXT as LLM_TEXT
from tests.engines.llm.samples import reply
from tests.evals.samples import PUBLISHED, TOKENS, gold
from tests.servers.chat import Received, Reply, chat_server, completion

THREE = FixtureSet(tuple(dataclasses.replace(gold(key), split="dev") for key in ("a", "b", "c")))


class Faulty:
    """A summarizer that runs the embedded engine and fails, or counts, as it is told."""

    def __init__(self, fails: dict[str, Exception] | None = None, usage: Usage | None = None) -> None:
        self._inner = Summarizer("builtin/rules")
        self.model, self.engine, self.fails = "builtin/rules", self._inner.engine, fails or {}
        self.usage = usage or Usage()
        self.asked: list[str] = []

    async def asummarize(self, document: Document) -> Summary:
        self.asked.append(document.id or "")
        if document.id in self.fails:
            raise self.fails[document.id]
        summary = await self._inner.asummarize(document)
        return summary.model_copy(update={"run": summary.run.model_copy(update={"usage": self.usage})})

    async def aclose(self) -> None:
        """It holds nothing."""


def run(
    summarizer: Any, fixtures: FixtureSet = THREE, *, repeats: int = 1, **options: Any
) -> Sequence[Output]:
    info = describe_run(summarizer, fixtures, split=None, repeats=repeats)
    return asyncio.run(make_outputs(summarizer, fixtures, info, **options))


def test_the_embedded_engine_runs_and_is_scored(tmp_path: Path) -> None:
    summarizer = Summarizer("builtin/rules")
    info = describe_run(summarizer, THREE, split="dev", repeats=2, options={"max_records": None})
    outputs = asyncio.run(make_outputs(summarizer, THREE, info))
    assert [(o.document, o.repeat, o.status) for o in outputs[:2]] == [("a", 0, "ok"), ("a", 1, "ok")]
    made = assemble(info, outputs, THREE, TOKENS)
    assert len(made.scores) == 6
    assert sum(c.correct for s in made.scores for c in s.counts().values()) > 0
    save_run(made, tmp_path / "run.json")
    assert load_run(tmp_path / "run.json") == made
    again = rescore(made, THREE, TOKENS)
    assert again.scores == made.scores


def test_a_failure_is_one_documents_failure_and_scores_as_an_empty_output() -> None:
    spent = Usage(requests=1, attempts=2, input_tokens=50)
    failing = Faulty({"b": Refused("declined", usage=spent), "c": RuntimeError("secret text")})
    outputs = run(failing)
    assert [o.status for o in outputs] == ["ok", "error", "error"]
    assert outputs[1].error is not None
    assert (outputs[1].error.type, outputs[1].usage) == ("Refused", spent)
    assert "secret" not in outputs[2].model_dump_json()
    made = assemble(describe_run(failing, THREE, split=None, repeats=1), outputs, THREE, TOKENS)
    assert made.scores[1].sections["claims"].counts.missing == 3
    assert made.error_rate == pytest.approx(2 / 3)


def test_what_every_document_would_meet_ends_the_run() -> None:
    failing = Faulty({"a": AuthenticationFailed("no")})
    with pytest.raises(AuthenticationFailed):
        run(failing, concurrency=1)


def test_a_language_that_the_engine_does_not_declare_is_not_applicable() -> None:
    foreign = dataclasses.replace(gold("d"), language="da-DK")
    outputs = run(Summarizer("builtin/rules"), FixtureSet((*THREE.documents, foreign)))
    assert [o.status for o in outputs] == ["ok", "ok", "ok", "not_applicable"]
    info = describe_run(Summarizer("builtin/rules"), THREE, split=None, repeats=1)
    assert len(assemble(info, outputs, FixtureSet((*THREE.documents, foreign)), TOKENS).scores) == 3


def test_an_interrupted_run_goes_on_where_it_was_left(tmp_path: Path) -> None:
    journal = tmp_path / "run.journal"
    with pytest.raises(AuthenticationFailed):
        run(Faulty({"c": AuthenticationFailed("no")}), journal=journal, concurrency=1)
    with journal.open("a", encoding="utf-8") as stream:
        stream.write('{"document": "c", "summ')  # killed while writing
    later = Faulty()
    outputs = run(later, journal=journal)
    assert later.asked == ["c"]
    assert [o.status for o in outputs] == ["ok"] * 3
    none = Faulty()
    assert list(run(none, journal=journal)) == list(outputs)
    assert none.asked == []


def test_a_journal_of_another_run_is_not_continued(tmp_path: Path) -> None:
    run(Faulty(), journal=tmp_path / "journal")
    with pytest.raises(InputError, match="with other settings"):
        run(Faulty(), repeats=2, journal=tmp_path / "journal")


@pytest.mark.parametrize("content", [b"notes of mine\nand more\n", b"\xff\xfe\n\n"])
def test_what_is_no_journal_is_told_and_left(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "journal").write_bytes(content)
    with pytest.raises(InputError, match="no run's journal; remove it"):
        run(Faulty(), journal=tmp_path / "journal")
    assert (tmp_path / "journal").read_bytes() == content


def test_a_budget_ends_the_run_with_what_there_is(tmp_path: Path) -> None:
    costly = Faulty(usage=Usage(requests=1, attempts=1, input_tokens=60, output_tokens=40, cost_usd=0.01))
    outputs = run(costly, concurrency=1, budget=Budget(tokens=150), journal=tmp_path / "journal")
    assert [o.status for o in outputs] == ["ok", "ok", "not_run"]
    rest = run(costly, concurrency=1, budget=Budget(tokens=900), journal=tmp_path / "journal")
    assert [o.status for o in rest] == ["ok"] * 3
    assert costly.asked == ["a", "b", "c"]


def test_money_cannot_be_limited_where_the_price_is_unknown() -> None:
    with pytest.raises(InputError, match="price of this model is not known"):
        run(Faulty(usage=Usage(attempts=1)), concurrency=1, budget=Budget(cost_usd=1.0))


def test_outputs_of_other_documents_or_of_another_schema_are_refused() -> None:
    info = describe_run(Summarizer("builtin/rules"), THREE, split=None, repeats=1)
    with pytest.raises(InputError, match="hold no document 'z'"):
        assemble(info, [Output(document="z")], THREE, TOKENS)
    with pytest.raises(SchemaError, match="output for a does not fit Summary"):
        assemble(info, [Output(document="a", summary={"language": 3})], THREE, TOKENS)


LLM_SET = FixtureSet(
    (
        dataclasses.replace(
            gold("harbour", {"actors": [], "events": [], "claims": [], "figures": []}, LLM_TEXT), split="dev"
        ),
    )
)


def llm(url: str = "http://127.0.0.1:9/v1", **options: Any) -> Summarizer[Summary]:
    return Summarizer("openai/test-1", base_url=url, **options)


def test_a_recording_answers_for_the_model_and_tells_the_same(tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl"
    with chat_server([Reply(completion("no JSON")), Reply(completion(reply()))]) as server:
        with connect(llm(server.url), record=path) as recorded:
            (first,) = run(recorded, LLM_SET)
        asked = len(server.received)
        with connect(llm(), replay=path) as replayed:
            (second,) = run(replayed, LLM_SET)
        assert (asked, len(server.received)) == (2, 2)
    assert first.status == "ok", first.error
    assert first.summary is not None
    assert second.summary is not None
    for name in ("actors", "events", "claims", "figures", "headline", "gist"):
        assert first.summary[name] == second.summary[name]
    assert first.usage.model_dump() == second.usage.model_dump()
    assert len(read_recording(path)) == 2


def test_a_replay_fails_clearly_when_the_request_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl"
    with (
        chat_server([Reply(completion(reply()))]) as server,
        connect(llm(server.url), record=path) as recorded,
    ):
        run(recorded, LLM_SET)
    with (
        connect(llm(temperature=0.5), replay=path) as other,
        pytest.raises(RecordingMismatch, match="prompt, schema, parameters or text have changed"),
    ):
        run(other, LLM_SET)
    with (
        connect(llm(), replay=path) as other,
        pytest.raises(RecordingMismatch, match="holds nothing of that document"),
    ):
        run(other, LLM_SET, repeats=2, concurrency=1)


def test_a_recorded_refusal_is_a_refusal_again(tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl"
    with (
        chat_server([Reply(completion(None, refusal="I would rather not."))]) as server,
        connect(llm(server.url), record=path) as recorded,
    ):
        (first,) = run(recorded, LLM_SET)
    with connect(llm(), replay=path) as replayed:
        (second,) = run(replayed, LLM_SET)
    assert first.error is not None
    assert first.error == second.error
    assert first.error.type == "Refused"


def test_a_recording_holds_no_key(tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl"

    def answer(_: Received) -> Reply:
        return Reply(completion(reply()))

    with (
        chat_server(answer) as server,
        connect(llm(server.url, api_key="sk-very-secret-key"), record=path) as recorded,
    ):
        run(recorded, LLM_SET)
    assert "secret" not in path.read_text(encoding="utf-8")
    assert (
        PUBLISHED.isoformat() not in json.loads(path.read_text(encoding="utf-8").splitlines()[0])["request"]
    )


def test_an_engine_that_asks_no_model_cannot_be_recorded(tmp_path: Path) -> None:
    with (
        pytest.raises(SettingsError, match="asks no model"),
        connect(Summarizer("builtin/rules"), record=tmp_path / "x"),
    ):
        pass


def test_a_cache_would_leave_holes_in_a_recording(tmp_path: Path) -> None:
    cached = llm()
    cached.engine = LLMEngine(dataclasses.replace(cached.engine.settings, cache=tmp_path / "cache"))
    with pytest.raises(SettingsError, match="leave the cache out"), connect(cached, record=tmp_path / "x"):
        pass


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with pytest.raises(InputError):
        read_recording(path)
    path.write_text('{"document": 1}\n', encoding="utf-8")
    with pytest.raises(SchemaError, match="line 1, is not of a recording"):
        read_recording(path)


def test_a_file_that_is_no_run_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(SchemaError, match="is not a run file"):
        load_run(path)
