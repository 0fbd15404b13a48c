"""langextract at a mock endpoint, run by an interpreter that has it:  PYTHON langextract_client.py JSON

Takes `{"url", "texts", "workers"}` on standard input, prints `{"seconds", "cpu_seconds"}`.
"""

import json
import sys
import time

import langextract
from langextract import data

EXAMPLE = data.ExampleData(
    text="The port of Lindau was closed on Monday, said Mara Voss.",
    extractions=[
        data.Extraction(extraction_class="actor", extraction_text="Mara Voss", attributes={"kind": "person"}),
        data.Extraction(extraction_class="event", extraction_text="The port of Lindau was closed"),
    ],
)


def run(url: str, texts: list[str], workers: int) -> None:
    langextract.extract(
        [data.Document(text=text) for text in texts],
        prompt_description="Extract actors, events, claims and figures, in the text's own words.",
        examples=[EXAMPLE],
        model_id="gpt-4o-mini",
        api_key="none",
        language_model_params={"base_url": url, "max_workers": workers},
        max_workers=workers,
        batch_length=workers,
        show_progress=False,
    )


if __name__ == "__main__":
    given = json.load(sys.stdin)
    run(given["url"], given["texts"][:2], 2)
    started, cpu = time.perf_counter(), time.process_time()
    run(given["url"], given["texts"], given["workers"])
    print(json.dumps({"seconds": time.perf_counter() - started, "cpu_seconds": time.process_time() - cpu}))
