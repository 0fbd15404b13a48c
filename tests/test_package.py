from __future__ import annotations

import subprocess
import sys
from importlib import metadata

import pytest

import summarizer

HEAVY = ["openai", "instructor", "dateparser", "babel", "scipy", "numpy", "pydantic", "asyncio", "sentencex"]


def imported_by(code: str) -> set[str]:
    """The modules that are loaded after `code` ran in a fresh interpreter."""
    script = f"{code}\nimport sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines()[-1].split())


def test_everything_promised_is_there() -> None:
    for name in summarizer.__all__:
        assert getattr(summarizer, name) is not None
        assert name in dir(summarizer)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="summarise"):
        _ = summarizer.summarise


def test_the_version_is_the_distribution_s() -> None:
    assert metadata.version("grounded-summarizer") == summarizer.__version__


def test_the_package_runs_as_the_command_does() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "summarizer", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"summarizer {summarizer.__version__}\n"


def test_importing_is_light() -> None:
    assert not imported_by("import summarizer") & set(HEAVY)


def test_the_embedded_engine_needs_no_client_of_an_endpoint() -> None:
    code = "import summarizer; summarizer.summarize('Two men died in Oslo on Monday, police said.')"
    assert not imported_by(code) & {"openai", "instructor", "tenacity", "asyncio", "dateparser", "babel"}
