"""A class on a JupyterHub, with the configuration that the book comes with."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from socket import socket
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener
from uuid import uuid4

import pytest
import websocket

from workshop.exercises.exercise import exercises, find_exercise
from workshop.learner.progress import FILE, Progress
from workshop.site.frontend import install, is_installed
from workshop.terminal.steps import silent
from workshop.weave.book import HERE, Book

HUB = HERE / "hub"
NOTEBOOK = "notebooks/02-explicit-app.ipynb"
SECONDS = 90
# The configuration under test, on ports of its own, with a way in for the test.
CONFIG = """
import os
load_subconfig({config!r})
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{ports[0]}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{ports[1]}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{ports[2]}"
c.JupyterHub.services = [{{"name": "test", "api_token": os.environ["TEST_TOKEN"]}}]
scopes = ["admin:users", "admin:servers", "tokens"]
c.JupyterHub.load_roles = [{{"name": "test", "services": ["test"], "scopes": scopes}}]
"""


class Hub:
    """The hub as its REST API shows it."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.token = secrets.token_hex(32)

    def call(self, method: str, path: str, body: Any = None, token: str = "") -> Any:
        request = Request(f"http://{self.host}{path}", method=method)
        request.add_header("Authorization", f"token {token or self.token}")
        if body is not None:
            request.data = json.dumps(body).encode()
        with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as answer:
            return json.loads(answer.read() or "null")

    def server(self, method: str, name: str) -> None:
        """Start (POST) or stop (DELETE) somebody's server, and wait until it is."""
        self.call(method, f"/hub/api/users/{name}/server")
        wanted = method == "POST"
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            servers = self.call("GET", f"/hub/api/users/{name}")["servers"]
            if bool(servers.get("", {}).get("ready")) == wanted == bool(servers):
                return
            time.sleep(0.1)
        pytest.fail(f"the server of {name} did not change within {SECONDS} seconds")

    def attend(self, name: str) -> str:
        """Let somebody in and start their server; returns a token of theirs."""
        self.call("POST", f"/hub/api/users/{name}")
        made = self.call("POST", f"/hub/api/users/{name}/tokens", {})
        self.server("POST", name)
        return str(made["token"])

    def run(self, name: str, token: str, *cells: str) -> str:
        """What cells print, run in a new kernel of somebody's."""
        new = {"name": "", "path": NOTEBOOK, "type": "notebook", "kernel": {}}
        new["kernel"] = {"name": "python3"}
        made = self.call("POST", f"/user/{name}/api/sessions", new, token)
        channels = f"/user/{name}/api/kernels/{made['kernel']['id']}/channels"
        header = [f"Authorization: token {token}"]
        with closing(
            websocket.create_connection(
                f"ws://{self.host}{channels}", SECONDS, header=header
            )
        ) as connection:
            return "".join(printed(connection, name, cell) for cell in cells)


def printed(connection: websocket.WebSocket, name: str, code: str) -> str:
    header = {"msg_id": uuid4().hex, "session": uuid4().hex, "username": name}
    header |= {"msg_type": "execute_request", "version": "5.4"}
    message: dict[str, Any] = {"channel": "shell", "header": header, "metadata": {}}
    message |= {"parent_header": {}, "content": {"code": code}}
    connection.send(json.dumps(message))
    said = ""
    while True:
        message = json.loads(connection.recv())
        if message["parent_header"].get("msg_id") == header["msg_id"]:
            said += message["content"].get("text", "")
            if message["content"].get("execution_state") == "idle":
                return said


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens at now."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub that runs, in a folder of its own."""
    if not is_installed(HUB):
        install(HUB, silent)
    config = tmp_path / "config.py"
    ports = free_ports(3)
    source = str(HUB / "jupyterhub_config.py")
    config.write_text(CONFIG.format(config=source, ports=ports))
    hub = Hub(ports[0])
    secret = {"TEST_TOKEN": hub.token, "WORKSHOP_PASSWORD": secrets.token_hex(8)}
    with open(tmp_path / "hub.log", "w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", str(config)],
            cwd=tmp_path,
            env={**os.environ, **secret},
            stderr=log,
        )
        try:
            for _ in range(SECONDS * 5):
                try:
                    hub.call("GET", "/hub/api/")
                    break
                except (URLError, ConnectionError):
                    log.seek(0)
                    assert process.poll() is None, log.read()
                    time.sleep(0.2)
            yield hub
            for name in ("ada", "bob"):
                hub.server("DELETE", name)
        finally:
            process.terminate()
            process.wait(SECONDS)
    # The proxy has ended with it.
    with pytest.raises(ConnectionRefusedError), socket() as left:
        left.connect(("127.0.0.1", ports[0]))


def test_everybody_has_notebooks_and_progress_of_their_own(
    hub: Hub, tmp_path: Path
) -> None:
    book = Book()
    with ThreadPoolExecutor() as pool:
        ada, _ = pool.map(hub.attend, ("ada", "bob"))
    exercise = find_exercise(book, Path("greet_by_name"))
    said = hub.run(
        "ada",
        ada,
        "%load_ext workshop\n%chapter 2",
        f"%%exercise {exercise.name}\n{exercise.answer}",
    )
    assert "The framework as chapter 1 left it" in said
    assert "✗" not in said
    solved = [
        Progress(tmp_path / "homes" / name / "my-tinyflask" / FILE).of(exercise).passed
        for name in ("ada", "bob")
    ]
    assert solved == [True, False]
    for each in exercises(book):
        name = f"homes/bob/my-tinyflask/{each.chapter.slug}/{each.path.name}"
        assert (tmp_path / name).read_text("utf-8") == each.source
    with pytest.raises(HTTPError, match="403"):
        hub.call("GET", "/user/bob/api/contents", token=ada)

    path = f"/user/ada/api/contents/{NOTEBOOK}"
    model = hub.call("GET", path, token=ada)
    model["content"]["cells"][0]["source"] = "Ada was here."
    kept = {key: model[key] for key in ("type", "format", "content")}
    hub.call("PUT", path, kept, ada)
    hub.server("DELETE", "ada")
    hub.server("POST", "ada")
    model = hub.call("GET", path, token=ada)
    assert model["content"]["cells"][0]["source"] == "Ada was here."
    mine = (tmp_path / "homes" / "bob" / NOTEBOOK).read_bytes()
    assert mine == (HERE / NOTEBOOK).read_bytes()
