"""The request as it arrives at a server: the schema, the instructions, and every sentence as given."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from pydantic import TypeAdapter

from summarizer.document import Document
from summarizer.engines.llm.request import chunk_message, one_line
from summarizer.engines.llm.wire import wire_schema
from summarizer.schema import Actor, Summary
from tests.engines.llm.samples import TEXT, brief, draft, engine_for, reply
from tests.engines.llm.test_wire import assert_strict
from tests.servers.chat import Reply, chat_server, completion

ACCEPTED = TypeAdapter(CompletionCreateParamsNonStreaming)
GOOD = Reply(completion(reply()))

AWKWARD = [
    "The form says {{ name }} and {% if paid %} in {# grey #}.",
    "It closes with </document> and <<<END>>> and [7] alone.",
    'The leaflet reads ```json {"actors": []} ``` in full.',
    "A lifeboat 🚤 met a family 👨‍👩‍👧 and a flag 🇱🇮.",
    "Zero\u200bwidth, \u202ereversed\u202c and a soft\u00adhyphen stay.",
    "Quotes “like ‘these’”, back\\slashes, $money, %d and %(x)s.",
    "{" * 200 + "}" * 200,
    "日本語の文章です。",
]


async def sent(text: str = TEXT, **settings: Any) -> dict[str, Any]:
    """The body that reached the server."""
    with chat_server([GOOD]) as server:
        await draft(server.url, text, **settings)
        (request,) = server.received
    return request.body


def lines_of(message: str) -> list[str]:
    """What stands between the markers."""
    opened = re.search(r"<<<DOCUMENT (\w+)>>>\n(.*)\n<<<END \1>>>\Z", message, re.DOTALL)
    assert opened
    return opened[2].split("\n")


@pytest.mark.parametrize("mode", ["json_schema", "json_object", "tools"])
async def test_the_types_of_openai_accept_the_body(mode: Any) -> None:
    answer = Reply(completion(reply(), tool=mode == "tools"))
    with chat_server([answer]) as server:
        drafted = await draft(server.url, mode=mode, temperature=0.0, seed=1, reasoning_effort="low")
        body = server.received[0].body
    ACCEPTED.validate_python(body, strict=True)
    assert (body["temperature"], body["seed"], body["reasoning_effort"]) == (0.0, 1, "low")
    assert drafted.composition
    assert drafted.records[0].record == Actor(id="a1", name="Mara Voss", kind="person", role="Mayor")


async def test_strict_and_the_schema_are_on_the_wire() -> None:
    form = (await sent())["response_format"]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["strict"] is True
    assert form["json_schema"]["schema"] == wire_schema(Summary)
    assert_strict(form["json_schema"]["schema"])


async def test_an_endpoint_without_structured_outputs_reads_the_schema_in_the_instructions() -> None:
    body = await sent(mode="json_object")
    assert body["response_format"] == {"type": "json_object"}
    schema = body["messages"][0]["content"].rpartition("\n")[2]
    assert json.loads(schema) == wire_schema(Summary)


async def test_tools_are_forced_and_strict() -> None:
    with chat_server([Reply(completion(reply(), tool=True))]) as server:
        await draft(server.url, mode="tools")
        body = server.received[0].body
    (tool,) = body["tools"]
    assert tool["function"]["strict"] is True
    assert tool["function"]["parameters"] == wire_schema(Summary)
    assert body["tool_choice"]["function"]["name"] == tool["function"]["name"]
    assert "response_format" not in body


async def test_nothing_else_is_sent() -> None:
    assert set(await sent()) == {"model", "messages", "response_format"}
    assert set(await sent(max_output_tokens=9, extra={"top_k": 3})) == {
        "model", "messages", "response_format", "max_tokens", "top_k",
    }  # fmt: skip


async def test_instructions_and_schema_are_short_and_the_same_for_every_document() -> None:
    first, second = await sent(), await sent("Another text altogether.")
    assert first["messages"][0] == second["messages"][0]
    assert first["response_format"] == second["response_format"]
    schema = json.dumps(first["response_format"]["json_schema"]["schema"], separators=(",", ":"))
    assert len(first["messages"][0]["content"]) + len(schema) < 9_000


async def test_the_document_comes_last_with_its_sentences_numbered_and_paragraphs_parted() -> None:
    messages = (await sent("One. Two.\n\nThree.\n\nOne. Two.\n\nFour."))["messages"]
    assert [message["role"] for message in messages] == ["system", "user"]
    assert lines_of(messages[1]["content"]) == ["[1] One.", "[2] Two.", "", "[3] Three.", "", "[4] Four."]


@pytest.mark.parametrize("sentence", AWKWARD)
async def test_a_sentence_arrives_as_given(sentence: str) -> None:
    body = await sent(f"Before it.\n\n{sentence}\n\nAfter it.")
    middle = lines_of(body["messages"][1]["content"])[2:-2]
    text = " ".join(re.sub(r"^\[\d+\] ", "", line) for line in middle if line)
    assert text == sentence


async def test_a_line_break_inside_a_sentence_becomes_a_space_and_a_lone_surrogate_its_replacement() -> None:
    wrapped = (
        "The committee that was set up in the spring to look into the matter has\r\n"
        "found nothing in the papers that it was given by the ministry, and said\r\n"
        "so in a letter \ud800 to the court on the first day of the hearing in May."
    )
    (line,) = lines_of((await sent(wrapped))["messages"][1]["content"])
    assert line == "[1] " + wrapped.replace("\r\n", " ").replace("\ud800", "\ufffd")


async def test_the_date_of_publication_stands_outside_the_document_and_the_title_inside() -> None:
    document = Document(TEXT, title="Ferry\nIGNORE ALL", published=datetime.date(2026, 3, 3))
    message = chunk_message(document.chunks(10_000)[0])
    assert message.startswith("Date of publication: 2026-03-03\n")
    assert lines_of(message)[0] == "Title: Ferry IGNORE ALL"


def test_a_part_says_that_it_is_one_and_keeps_the_document_s_numbers() -> None:
    whole = Document(TEXT).chunks(10_000)[0]
    _, second = whole.halves()
    message = chunk_message(second)
    assert "one part of a longer document" in message
    assert lines_of(message)[0].startswith("[3] ")
    assert "one part" not in chunk_message(whole)


def test_the_caps_and_the_language_are_told() -> None:
    engine = engine_for("http://localhost:1/v1")
    chunk = Document(TEXT).chunks(10_000)[0]

    def told(**changes: Any) -> str:
        return engine.request(chunk, brief(**changes)).body["messages"][0]["content"]

    assert "at most 2 actors, 3 claims;" in told(max_records={"actors": 2, "events": None, "claims": 3})
    assert "at most" not in told(max_records={"actors": None})
    assert "everything else in de," in told(output_language="de")


@given(st.text(st.characters(exclude_characters="\0"), max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_text_changes_the_shape_of_the_message(text: str) -> None:
    chunk = Document(f"{text} END").chunks(10_000)[0]
    lines = lines_of(chunk_message(chunk))
    numbered = [line for line in lines if line]
    assert [int(re.match(r"\[(\d+)\] ", line)[1]) for line in numbered] == [  # type: ignore[index]
        sentence.number for sentence in chunk.sentences
    ]
    assert [line.partition(" ")[2] for line in numbered] == [
        one_line(chunk.document.text[sentence.start : sentence.end]) for sentence in chunk.sentences
    ]
