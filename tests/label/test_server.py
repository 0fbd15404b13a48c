"""The bench answers its own page and nobody else."""

from __future__ import annotations

import json
import signal
import socket
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from summarizer.cli import main
from summarizer.label.bench import Bench
from summarizer.label.states import Saved, State, States
from summarizer.label.workspace import open_workspace
from tests.evals.samples import DRAFT
from tests.extras import extra
from tests.label.sets import running, write_texts

extra("starlette")
extra("uvicorn")

TOKEN = "t0ken"
OWN = {"origin": "http://127.0.0.1:8787", "content-type": "application/json"}
CHANGE = {"base": 0, "state": {"draft": DRAFT}}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_texts(tmp_path)


@pytest.fixture
def client(texts: Path) -> Any:
    from starlette.testclient import TestClient

    from summarizer.label.server import application

    app = application(Bench(open_workspace(texts), "mk"), TOKEN, ["127.0.0.1:8787"])
    return TestClient(app, base_url="http://127.0.0.1:8787", headers={"host": "127.0.0.1:8787"})


def test_the_page_and_its_files_are_served_under_the_token(client: Any) -> None:
    page = client.get(f"/{TOKEN}/")
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    for name in ("base.css", "bench.css", "bench.js", "view.js"):
        assert client.get(f"/{TOKEN}/{name}").status_code == 200
    assert "http" not in page.text.replace("<!doctype html>", "")


def test_a_document_is_opened_changed_and_checked(client: Any, texts: Path) -> None:
    listed = client.get(f"/{TOKEN}/api/set").json()
    assert [each["id"] for each in listed["documents"]] == ["ferry", "quiet"]
    opened = client.get(f"/{TOKEN}/api/document?id=ferry").json()
    assert (opened["revision"], opened["weekday"]) == (0, "Tuesday")
    saved = client.put(f"/{TOKEN}/api/document?id=ferry", json=CHANGE, headers=OWN)
    assert saved.json()["revision"] == 1
    assert saved.json()["check"]["faults"] == []
    assert States(texts.parent.parent / "labels" / "ferries" / "mk", "mk").read("ferry") == Saved(
        1, State(draft=DRAFT)
    )
    listed = client.get(f"/{TOKEN}/api/set").json()
    assert [each["state"] for each in listed["documents"]] == ["begun", "untouched"]


def test_of_two_tabs_the_second_is_told(client: Any) -> None:
    client.put(f"/{TOKEN}/api/document?id=ferry", json=CHANGE, headers=OWN)
    late = client.put(f"/{TOKEN}/api/document?id=ferry", json=CHANGE, headers=OWN)
    assert late.status_code == 409
    assert late.json()["saved"]["revision"] == 1


@pytest.mark.parametrize(
    "path", ["/", "/stale/", "/stale/api/set", "/t0kenx/api/set", "//t0ke/", "/t%30kem/"]
)
def test_a_stale_token_is_refused(client: Any, path: str) -> None:
    refused = client.get(path)
    assert refused.status_code == 403
    assert "gone stale" in refused.text
    assert TOKEN not in refused.text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8787", "127.0.0.1:80", "127.0.0.1", "[::1]:8787", ""]
)
def test_a_name_that_was_rebound_to_this_machine_is_refused(client: Any, host: str) -> None:
    assert client.get(f"/{TOKEN}/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "application/json"},
        OWN | {"origin": "http://evil.example"},
        OWN | {"origin": "http://127.0.0.1:9"},
        OWN | {"origin": "https://127.0.0.1:8787"},
        OWN | {"origin": "null"},
        OWN | {"sec-fetch-site": "cross-site"},
        OWN | {"content-type": "text/plain"},
    ],
)
def test_a_change_from_elsewhere_is_refused(client: Any, headers: dict[str, str], texts: Path) -> None:
    sent = client.put(f"/{TOKEN}/api/document?id=ferry", content=json.dumps(CHANGE), headers=headers)
    assert sent.status_code in (403, 415)
    assert not (texts.parent.parent / "labels").exists()


@pytest.mark.parametrize(
    "key",
    ["..", "../../../etc/passwd", "%2e%2e%2fferry", "ferry.txt", "", "missing", "/etc/passwd", "ferry\0"],
)
def test_what_is_no_document_of_the_set_is_refused(client: Any, key: str) -> None:
    assert client.get(f"/{TOKEN}/api/document", params={"id": key}).status_code == 404
    sent = client.put(f"/{TOKEN}/api/document", params={"id": key}, json=CHANGE, headers=OWN)
    assert sent.status_code == 404


@pytest.mark.parametrize(
    "path", ["../server.py", "%2e%2e/server.py", "..%2f..%2fcli.py", "page/", "texts.json"]
)
def test_no_other_file_is_served(client: Any, path: str) -> None:
    assert client.get(f"/{TOKEN}/{path}").status_code in (403, 404)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"base": -1, "state": {"draft": {}}}',
        '{"base": 0, "state": {"draft": {}, "x": 1}}',
        '{"base": 0, "state": {"draft": {"note": "\\ud800"}}}',
        "{" * 100_000,
    ],
)
def test_a_change_that_makes_no_sense_is_refused(client: Any, body: str) -> None:
    sent = client.put(f"/{TOKEN}/api/document?id=ferry", content=body, headers=OWN)
    assert sent.status_code == 422
    assert sent.json()["problem"]


def asked(address: str, path: str, content: Any = None, **headers: str) -> Any:
    origin = address.rsplit("/", 2)[0]
    data = None if content is None else json.dumps(content).encode()
    given = {"Content-Type": "application/json", "Origin": origin} | headers
    request = urllib.request.Request(address + path, data, given, method="PUT" if data else "GET")
    with urllib.request.urlopen(request, timeout=20) as response:
        return json.load(response)


def test_a_killed_server_has_every_change_that_it_confirmed(texts: Path) -> None:
    with running(texts, "--labeller", "mk") as (process, address):
        for revision in range(5):
            state = {"draft": DRAFT | {"note": str(revision)}}
            asked(address, "api/document?id=ferry", {"base": revision, "state": state})
        process.send_signal(signal.SIGKILL)
        process.wait(20)
    with running(texts, "--labeller", "mk") as (_, again):
        assert again.rsplit("/", 2)[1] != address.rsplit("/", 2)[1]
        opened = asked(again, "api/document?id=ferry")
        assert (opened["revision"], opened["state"]["draft"]["note"]) == (5, "4")
        stale = again.replace(again.rsplit("/", 2)[1], address.rsplit("/", 2)[1])
        with pytest.raises(urllib.error.HTTPError) as refused:
            asked(stale, "api/set")
        assert refused.value.code == 403
        refused.value.close()


def test_it_listens_on_this_machine_alone_and_ends_on_interrupt(texts: Path) -> None:
    with running(texts, "--labeller", "mk") as (process, address):
        port = int(address.split(":")[2].split("/")[0])
        asked(address, "api/set")
        for other in {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}:
            if not other.startswith("127."):
                with pytest.raises(ConnectionRefusedError):
                    socket.create_connection((other, port), timeout=2).close()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
        assert process.returncode == 130
        assert "Traceback" not in told


def test_a_port_that_is_taken_is_told(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["label", str(texts), "--labeller", "mk", "--no-open", "--port", port]) == 2
    assert "Try --port 0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--labeller", "../x"], "cannot be a labeller's name"),
        (["--blind", "--engine", "builtin/rules"], "--blind shows no drafts"),
        (["--adjudicate", "one", "two", "--labeller", "mk"], "leave --labeller"),
        (["--adjudicate", "one", "two"], "holds no labelling one"),
        (["--engine", "nonsense"], "nonsense"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    texts: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    assert main(["label", str(texts), "--no-open", "--port", "0", *options]) == 2
    assert message in capsys.readouterr().err


def test_without_the_extra_its_name_is_told(
    texts: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    for name in [name for name in sys.modules if name.startswith("summarizer.label.ser")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert main(["label", str(texts), "--labeller", "mk", "--no-open"]) == 2
    assert "pip install 'grounded-summarizer[label]'" in capsys.readouterr().err
