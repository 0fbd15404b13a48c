"""The embedded engine: rules for English news, on this machine, with no key and no download."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.document import Chunk, Document
from summarizer.engines import Brief, Composition, Draft, DraftRecord, Span
from summarizer.engines.rules import actors, compose, reading
from summarizer.errors import LanguageUnsupported
from summarizer.language.detect import is_english
from summarizer.schema import Actor, Claim

__all__ = ["RulesEngine"]


class RulesEngine:
    """Drafts records by rules for English news. Holds no state: safe to share.

    Raises:
        LanguageUnsupported: from `draft`, if the document is not in English.
    """

    name = "builtin/rules"
    local = True
    languages: frozenset[str] | None = frozenset({"en"})
    chunk_chars = 200_000
    prompt = None

    async def draft(self, chunk: Chunk, brief: Brief) -> Draft:
        document = chunk.document
        if not is_english(document.text):
            raise LanguageUnsupported(
                "The document does not read as English, the only language of builtin/rules: "
                "name a model, for example --model openai/gpt-5-mini."
            )
        readings = reading.read(document, chunk.sentences)
        records: list[DraftRecord] = []
        owner = {}
        for number, entity in enumerate(actors.gather(actors.find_names(readings, document.text)), 1):
            forms = list(dict.fromkeys(m.name for m in entity.mentions if m.name != entity.name))
            record = Actor(id=f"a{number}", name=entity.name, aliases=forms, kind=entity.kind)
            records.append(DraftRecord("actors", record, [Span(m.start, m.end) for m in entity.mentions]))
            owner.update({(m.reading, m.first): record.id for m in entity.mentions})
        for i, r in enumerate(readings):
            for k, token in enumerate(r.tokens):
                if token.lower == "said" and r.quotes and not r.quoted(token.start):
                    start, end = r.quotes[0]
                    source = next((a for (s, f), a in owner.items() if s == i and f < k), None)
                    claim = Claim(id=f"c{len(records)}", source_id=source, cue="said",
                                  content=document.text[start:end].strip("“”\""), quotation="direct")
                    records.append(DraftRecord("claims", claim, [Span(r.start, r.end)]))
                    break
        return Draft(records, "en")

    async def compose(self, document: Document, records: Sequence[DraftRecord], brief: Brief) -> Composition:
        return compose.compose(document)
