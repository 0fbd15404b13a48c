"""A chat completion put together from the pieces of its stream."""

from __future__ import annotations

from typing import Any


class Pieces:
    """What has come of an answer.

    Attributes:
        text: the content, or the arguments of the tool call.
        finish: why the answer ended; None while it has not.
        usage: what the endpoint counted, which it tells last, if it does.
    """

    def __init__(self) -> None:
        self.text = ""
        self.model: str | None = None
        self.finish: str | None = None
        self.usage: Any = None
        self._refusal = ""
        self._tool: str | None = None

    def add(self, chunk: Any) -> bool:
        """Take a piece in; whether an object may have been completed by it."""
        self.model = chunk.model or self.model
        self.usage = chunk.usage or self.usage
        if not chunk.choices:
            return False
        choice = chunk.choices[0]
        self.finish = choice.finish_reason or self.finish
        self._refusal += choice.delta.refusal or ""
        said = choice.delta.content or ""
        for call in choice.delta.tool_calls or ():
            self._tool = call.function.name or self._tool
            said += call.function.arguments or ""
        self.text += said
        return "}" in said

    def completion(self) -> Any:
        """The whole, as openai's client would have read it."""
        from openai.types.chat import ChatCompletion

        message: dict[str, Any] = {
            "role": "assistant",
            "content": self.text,
            "refusal": self._refusal or None,
        }
        if self._tool is not None:
            function = {"name": self._tool, "arguments": self.text}
            message |= {
                "content": None,
                "tool_calls": [{"id": "1", "type": "function", "function": function}],
            }
        return ChatCompletion.construct(
            id="",
            object="chat.completion",
            created=0,
            model=self.model or "",
            choices=[{"index": 0, "message": message, "finish_reason": self.finish, "logprobs": None}],
        )
