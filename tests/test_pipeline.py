from __future__ import annotations

import asyncio
import datetime
import threading
from typing import Annotated, Any

import pytest
from pydantic import Field

from summarizer import (
    Actor,
    Document,
    DocumentError,
    Record,
    Refers,
    SchemaError,
    SettingsError,
    Summarizer,
    Summary,
    asummarize,
    summarize,
)

ARTICLE = (
    "Ferry runs aground off Ardmore\n"
    "Two passengers were hurt when a ferry ran aground off Ardmore on Monday, the coast guard said. "
    "“The captain turned too late,” said Niamh Corrigan, a spokeswoman for the coast guard.\n"
)


def test_no_model_named_means_this_machine() -> None:
    summary = summarize(ARTICLE)
    assert summary.run.engine == "builtin/rules"
    assert summary.run.usage.attempts == 0
    assert summary.text == ARTICLE


def test_the_environment_may_name_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZER_MODEL", "openai/large")
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        summarize(ARTICLE)


def test_every_quote_is_where_it_says() -> None:
    summary = summarize(ARTICLE)
    evidence = [e for _, record in summary.records() for e in record.evidence]
    assert evidence
    assert all(ARTICLE[e.start : e.end] == e.quote for e in evidence)


def test_relative_dates_need_a_day_of_publication() -> None:
    assert {e.date for e in summarize(ARTICLE).events} <= {None}
    assert "2027-05-03" in {e.date for e in summarize(ARTICLE, published="2027-05-05").events}


@pytest.mark.parametrize(
    "published", [datetime.date(2027, 5, 5), datetime.datetime(2027, 5, 5, 12), "2027-05-05"]
)
def test_the_day_of_publication_may_be_a_date_or_a_string(published: datetime.date | str) -> None:
    assert summarize(ARTICLE, published=published).document.published == datetime.date(2027, 5, 5)


def test_what_the_call_says_wins_over_the_document() -> None:
    document = Document(ARTICLE, published=datetime.date(2026, 1, 1), title="Ferry")
    summary = summarize(document, published="2027-05-05")
    assert (summary.document.published, summary.document.title) == (datetime.date(2027, 5, 5), "Ferry")
    assert summarize(document).document.published == datetime.date(2026, 1, 1)


@pytest.mark.parametrize(
    "options",
    [
        {"published": "yesterday"},
        {"timeout": 0},
        {"timeout": True},
        {"timeout": float("nan")},
        {"max_records": -1},
        {"max_records": {"villains": 3}},
        {"max_records": "many"},
        {"on_unsupported": "ignore"},
        {"citations": "footnotes"},
        {"mode": "xml"},
        {"model": "builtin/magic"},
        {"model": "gpt"},
    ],
    ids=str,
)
def test_a_value_that_makes_no_sense_is_told(options: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        summarize(ARTICLE, **options)  # type: ignore[arg-type]


def test_a_misspelt_option_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="temprature"):
        summarize(ARTICLE, temprature=0)  # type: ignore[call-arg]


def test_a_schema_must_be_a_summary() -> None:
    with pytest.raises(SchemaError):
        summarize(ARTICLE, schema=Actor)  # type: ignore[type-var]


@pytest.mark.parametrize("text", ["", " \n", 7])
def test_no_text_is_told(text: object) -> None:
    with pytest.raises(DocumentError):
        summarize(text)  # type: ignore[arg-type]


def test_caps_hold_for_each_section() -> None:
    summary = summarize(ARTICLE, max_records={"claims": 1, "events": 0})
    assert (len(summary.claims), len(summary.events)) == (1, 0)


def test_a_longer_document_may_say_more() -> None:
    story = "\n".join(
        f"Minister Ana Nr{i:03} of Oslo resigned, Leo Nr{i:03} said on Monday." for i in range(700)
    )
    capped, free = summarize(story), summarize(story, max_records=None)
    assert 12 < len(capped.claims) < len(free.claims)
    assert len(summarize(story, max_records=12).claims) == 12


async def test_there_is_one_for_event_loops() -> None:
    summary = await asummarize(ARTICLE)
    assert summary.model_dump(exclude={"run"}) == summarize(ARTICLE).model_dump(exclude={"run"})


async def test_the_plain_call_works_inside_a_loop_too() -> None:
    assert summarize(ARTICLE).claims


def test_a_summarizer_is_shared_by_threads_and_tasks() -> None:
    summarizer = Summarizer()
    expected = summarizer.summarize(ARTICLE).model_dump(exclude={"run"})
    results: list[Summary] = []
    threads = [
        threading.Thread(target=lambda: results.append(summarizer.summarize(ARTICLE))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    async def many() -> list[Summary]:
        return await asyncio.gather(*(summarizer.asummarize(ARTICLE) for _ in range(8)))

    results += asyncio.run(many())
    assert len(results) == 16
    assert all(r.model_dump(exclude={"run"}) == expected for r in results)


def test_sections_of_the_caller_s_own_may_stay_empty() -> None:
    class Mine(Summary):
        villains: list[Actor] = Field(default_factory=list)

    assert summarize(ARTICLE, schema=Mine).villains == []
    assert isinstance(summarize(ARTICLE, schema=Mine), Mine)


@pytest.mark.parametrize("model", ["builtin/rules", "openai/m"])
@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("base_url", 5),
        ("api_key", b"sk-secret"),
        ("api_key_env", 5),
        ("output_language", 5),
        ("output_language", "German"),
        ("prompt", 5),
        ("cache", 5),
        ("temperature", "hot"),
        ("seed", 1.5),
        ("repeat", "once"),
        ("reasoning_effort", 5),
        ("max_output_tokens", "many"),
        ("max_output_tokens", True),
        ("extra", 5),
        ("extra", "top_p=1"),
    ],
)
def test_an_option_of_another_kind_is_told_by_its_name(model: str, option: str, value: Any) -> None:
    with pytest.raises(SettingsError, match=f"^{option} must be a") as raised:
        Summarizer(model, **{"base_url": "http://127.0.0.1:1/v1", option: value})
    assert "secret" not in raised.value.message


@pytest.mark.parametrize("model", [5, b"builtin/rules", ["builtin/rules"]])
def test_a_model_is_named_by_a_string(model: Any) -> None:
    with pytest.raises(SettingsError, match=r"^model must be a string"):
        Summarizer(model)


class Sanction(Record):
    measure: str
    imposed_by: Annotated[str | None, Refers("states")] = None


class _Required(Summary):
    mood: str


class _Optional(Summary):
    measures: list[Actor] | None = None


class _Tuple(Summary):
    measures: tuple[Actor, ...] = ()


class _Astray(Summary):
    measures: list[Sanction]


class _Redeclared(Summary):
    findings: list[Sanction]  # type: ignore[assignment]


class _OtherActors(Summary):
    actors: list[Sanction]  # type: ignore[assignment]


class Member(Actor):
    party: str | None = None


class Members(Summary):
    actors: list[Member]  # type: ignore[assignment]


def test_records_of_a_subclass_are_a_language_models() -> None:
    assert Summarizer("openai/m", schema=Members, api_key="k").schema is Members
    with pytest.raises(SchemaError, match="writes actors as Actor, not as Member: name a model"):
        Summarizer(schema=Members)


@pytest.mark.parametrize("model", ["builtin/rules", "openai/m"])
@pytest.mark.parametrize(
    ("schema", "told"),
    [
        (_Required, r"_Required\.mood cannot be asked for"),
        (_Optional, r"_Optional\.measures cannot be asked for"),
        (_Tuple, r"_Tuple\.measures cannot be asked for"),
        (_Redeclared, r"_Redeclared\.findings must stay as in Summary"),
        (_OtherActors, r"_OtherActors\.actors must stay a list of Actor or of a subclass"),
        (_Astray, r"Sanction\.imposed_by refers to 'states'"),
    ],
)
def test_a_field_that_nothing_would_fill_is_told_at_once(
    model: str, schema: type[Summary], told: str
) -> None:
    with pytest.raises(SchemaError, match=told):
        Summarizer(model, schema=schema, api_key="k" if model == "openai/m" else None)


def test_a_field_of_the_callers_own_needs_a_default() -> None:
    class Tagged(Summary):
        tags: list[str] = Field(default_factory=list)

    assert summarize(ARTICLE, schema=Tagged).tags == []
