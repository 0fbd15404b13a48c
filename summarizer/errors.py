"""Everything that this library raises.

::

    SummarizerError
    ├── InputError                  the caller's input: exit code 2
    │   ├── DocumentError           the document cannot be read: missing, binary, empty, undecodable
    │   │   └── LanguageUnsupported the engine does not read the document's language
    │   ├── SettingsError           an option's value makes no sense
    │   │   ├── UnknownModel        no such provider or model string
    │   │   └── MissingKey          the endpoint needs a key and none is configured
    │   ├── PromptError             a prompt file cannot be used
    │   └── SchemaError             a schema that an LLM cannot be held to, or a record against its schema
    ├── UnsupportedRecord           on_unsupported="raise" met a record that its evidence does not bear out: 1
    ├── MissingDependency           an extra is not installed: 2
    ├── BudgetExceeded              the budget does not allow the next request: 1
    └── EndpointError               the endpoint's doing: exit code 3
        ├── AuthenticationFailed    401, 403
        ├── QuotaExceeded           429 that waiting does not cure
        ├── ProviderUnavailable     throttled, unreachable or failing until the deadline
        ├── RequestRejected         400, 404, 422: the provider's own words
        ├── Refused                 the model declined
        ├── ContentFiltered         the provider's filter stopped the answer
        ├── AnswerTruncated         the answer was cut off and the text cannot be split further
        ├── MalformedReply          not a chat completion: empty, HTML, too large
        └── InvalidReply            JSON that never met the schema, after every re-ask

Messages are one line, say what is wrong and what to do, and hold neither a key nor document text.
Every error pickles, and carries what was spent (`usage`) before it was raised.
"""

from __future__ import annotations

from typing import Any, ClassVar

from summarizer.schema import Usage


class SummarizerError(Exception):
    """Base of every error that this library raises.

    Attributes:
        usage: requests, attempts and tokens spent on the document before the error.
        exit_code: what the command exits with.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, usage: Usage | None = None) -> None:
        super().__init__(message)
        self.usage = usage or Usage()

    @property
    def message(self) -> str:
        """What is wrong and what to do, in one line."""
        return str(self.args[0])

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception pickles by positional arguments alone, which loses keyword-only ones.
        return (_rebuild, (type(self), self.args, self.__dict__))


def _rebuild(kind: type[SummarizerError], args: tuple[Any, ...], state: dict[str, Any]) -> SummarizerError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class InputError(SummarizerError):
    """The caller's input cannot be used."""

    exit_code = 2


class DocumentError(InputError):
    """The document cannot be read or holds no text."""


class LanguageUnsupported(DocumentError):
    """The engine does not read the language that the document is written in."""


class SettingsError(InputError):
    """An option's value makes no sense."""

    @classmethod
    def unless_one_of(cls, option: str, value: object, choices: Any) -> None:
        """Raise it for a value that is not one of those of the `Literal` that `choices` is."""
        allowed = choices.__args__
        if value not in allowed:
            raise cls(f"{option} must be one of {', '.join(map(repr, allowed))}, not {value!r}.")


class UnknownModel(SettingsError):
    """No such provider, or a model string that is not `provider/name`."""


class MissingKey(SettingsError):
    """The endpoint needs a key and none is configured."""


class PromptError(InputError):
    """A prompt file is missing, malformed, or names a variable that does not exist."""


class SchemaError(InputError):
    """A schema that strict structured outputs cannot carry, or a file that does not fit the schema."""


class MissingDependency(SummarizerError):
    """An optional part of the library is not installed."""

    exit_code = 2

    @classmethod
    def of_extra(cls, what: str, module: str, extra: str) -> MissingDependency:
        """The error for a module that an extra brings; `what` needs it."""
        return cls(
            f"{what} needs {module}: pip install 'grounded-summarizer[{extra}]', or, "
            f"in a clone of the repository, pip install '.[{extra}]'."
        )


class UnsupportedRecord(SummarizerError):
    """A record is not borne out by its evidence, and `on_unsupported="raise"` was asked for."""


class BudgetExceeded(SummarizerError):
    """The budget does not allow the next request."""


class EndpointError(SummarizerError):
    """The endpoint failed, refused, or answered with something that cannot be used.

    Attributes:
        last_reply: the text of the last answer, where there was one. Never part of the message.
    """

    exit_code = 3

    def __init__(self, message: str, *, usage: Usage | None = None, last_reply: str | None = None) -> None:
        super().__init__(message, usage=usage)
        self.last_reply = last_reply


class AuthenticationFailed(EndpointError):
    """The endpoint did not accept the key (401, 403)."""


class QuotaExceeded(EndpointError):
    """The account's quota is used up; waiting does not help."""


class ProviderUnavailable(EndpointError):
    """Throttled, unreachable, or failing until the deadline."""


class RequestRejected(EndpointError):
    """The endpoint rejected the request (400, 404, 422)."""


class Refused(EndpointError):
    """The model declined to answer."""


class ContentFiltered(EndpointError):
    """The provider's content filter stopped the answer."""


class AnswerTruncated(EndpointError):
    """The answer was cut off, and the text cannot be split any further."""


class MalformedReply(EndpointError):
    """The answer is not a chat completion: empty, HTML, of another type, or too large."""


class InvalidReply(EndpointError):
    """The answer never met the schema, however often it was asked for again."""
