"""Similarities that ask a model, against a server on this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.errors import EndpointError, MalformedReply, MissingKey, SchemaError, SettingsError
from summarizer.evals.remote import EmbeddingSimilarity, JudgeSimilarity, named_similarity
from summarizer.evals.score import scorer_id
from tests.servers.chat import Received, Reply, chat_server, completion

VECTORS = {"rain fell": [1.0, 0.0], "it rained": [0.9, 0.43589], "sun shone": [0.0, 1.0]}


def embed(request: Received) -> Reply:
    data = [
        {"object": "embedding", "index": i, "embedding": VECTORS[text]}
        for i, text in enumerate(request.body["input"])
    ]
    return Reply(
        {"object": "list", "model": "e", "data": data[::-1], "usage": {"prompt_tokens": 1, "total_tokens": 1}}
    )


def test_embeddings_are_asked_for_once_and_scaled() -> None:
    with chat_server(embed) as server:
        similarity = EmbeddingSimilarity("openai/e", base_url=server.url)
        similarity.prepare([("rain fell", "it rained"), ("rain fell", "sun shone")])
        assert similarity("rain fell", "it rained") == pytest.approx(0.5 + 0.5 * 0.3 / 0.4, abs=1e-4)
        assert similarity("rain fell", "sun shone") == 0.0
        assert similarity("rain fell", "rain fell") == pytest.approx(1.0)
        assert len(server.received) == 1
        assert server.received[0].path == "/v1/embeddings"


@pytest.mark.parametrize(
    "reply", [Reply({"data": []}), Reply("{}"), Reply({"data": [{"index": 0, "embedding": []}]})]
)
def test_what_is_no_vector_is_an_error(reply: Reply) -> None:
    with chat_server([reply]) as server, pytest.raises(EndpointError):
        EmbeddingSimilarity("openai/e", base_url=server.url).prepare([("a", "b")])


def test_a_judges_verdicts_are_kept_and_not_asked_for_again(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    one, two = "The river rose two metres in a night.", "In a night the river rose by two metres."

    def judge(request: Received) -> Reply:
        pair = json.loads(request.document)
        return Reply(completion({"verdict": "same" if pair["first"] != pair["second"] else "different"}))

    with chat_server(judge) as server:
        similarity = JudgeSimilarity("openai/j", path, base_url=server.url)
        similarity.prepare([(one, two), (two, one)])
        assert similarity(one, two) == similarity(two, one) == 1.0
        assert similarity(one, "The mayor sings.") == 0.0
        assert len(server.received) == 1
        again = JudgeSimilarity("openai/j", path, base_url=server.url)
        assert again(one, two) == 1.0
        assert len(server.received) == 1


def test_a_judge_that_gives_no_verdict_is_an_error(tmp_path: Path) -> None:
    with chat_server([Reply(completion({"verdict": "perhaps"}))]) as server, pytest.raises(MalformedReply):
        JudgeSimilarity("openai/j", tmp_path / "v", base_url=server.url)("the cat sat down", "the cat sat up")


def test_verdicts_that_are_none_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="line 1, is no verdict"):
        JudgeSimilarity("openai/j", path, base_url="http://127.0.0.1:9/v1")


def test_every_similarity_has_an_id_of_its_own(tmp_path: Path) -> None:
    url = "http://127.0.0.1:9/v1"
    ids = {
        scorer_id(named_similarity(name, base_url=url, verdicts=tmp_path / "v"))
        for name in ("tokens", "embeddings:openai/e", "embeddings:openai/f", "judge:openai/e")
    }
    assert len(ids) == 4


@pytest.mark.parametrize(
    "name", ["words", "tokens:openai/x", "embeddings", "judge:openai/x", "embeddings:anthropic/x"]
)
def test_an_unknown_similarity_or_a_judge_without_a_file_is_refused(name: str) -> None:
    with pytest.raises((SettingsError, MissingKey)):
        named_similarity(name)
