from __future__ import annotations

import inspect
import pickle

import pytest

from summarizer import Usage, errors

CLASSES = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, errors.SummarizerError)]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda c: c.__name__)
def test_every_error_pickles_with_what_was_spent(kind: type[errors.SummarizerError]) -> None:
    error = kind("What is wrong and what to do.", usage=Usage(requests=2, attempts=3, input_tokens=70))
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (copy.message, copy.usage) == (error.message, error.usage)


def test_the_last_reply_travels_but_is_not_printed() -> None:
    error = errors.Refused("The model declined.", last_reply="secret words")
    assert pickle.loads(pickle.dumps(error)).last_reply == "secret words"
    assert "secret" not in str(error) + repr(error)


def test_the_tree_in_the_docstring_is_the_tree_in_the_code() -> None:
    drawn = {line.split("── ")[1].split()[0] for line in (errors.__doc__ or "").splitlines() if "── " in line}
    assert drawn | {"SummarizerError"} == {c.__name__ for c in CLASSES}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda c: c.__name__)
def test_exit_codes_tell_input_from_endpoint(kind: type[errors.SummarizerError]) -> None:
    if issubclass(kind, errors.InputError | errors.MissingDependency):
        assert kind.exit_code == 2
    elif issubclass(kind, errors.EndpointError):
        assert kind.exit_code == 3
    else:
        assert kind.exit_code == 1


def test_what_is_missing_is_told_with_a_command_for_an_install_and_one_for_a_clone() -> None:
    message = errors.MissingDependency.of_extra("Scoring", "scipy", "eval").message
    assert message.startswith("Scoring needs scipy: ")
    assert "pip install 'grounded-summarizer[eval]'" in message
    assert "pip install '.[eval]'" in message
