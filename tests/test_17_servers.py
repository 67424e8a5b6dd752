"""The forum of chapter 17 on gunicorn, written to by many at once."""

import html
import re
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.cookiejar import CookieJar
from itertools import count
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from workshop.weave.book import ROOT

GUNICORN = (
    "gunicorn --no-control-socket --log-level=warning --workers=2 --threads=8"
    " --bind=127.0.0.1:{port} --graceful-timeout=5 served:app"
)
SERVED = """
from werkzeug.middleware.proxy_fix import ProxyFix

from tinybb import create_app

settings = {"DATABASE": "sqlite:///forum.db", "SECRET_KEY": "only for tests"}
app = create_app({**settings, "PASSWORD_METHOD": "pbkdf2:sha256:1"})
app.wsgi_app = ProxyFix(app.wsgi_app)
"""
PEOPLE, EACH = 50, 2


@pytest.fixture(params=["tinyflask", "flask"])
def port(request, tmp_path, serving):
    """Where a forum is served that has people and talk in it."""
    ignored = shutil.ignore_patterns("__pycache__", "*.db*")
    shutil.copytree(ROOT / "tinybb", tmp_path / "tinybb", ignore=ignored)
    for file in tmp_path.rglob("*.py"):
        text = file.read_text("utf-8")
        text = text.replace("from tinyflask import", f"from {request.param} import")
        file.write_text(text, "utf-8")
    (tmp_path / "served.py").write_text(SERVED, "utf-8")
    for command in ("migrate", "demo"):
        run(request.param, command, tmp_path)
    with serving(GUNICORN, tmp_path) as port:
        yield port


def run(framework, command, folder):
    line = [sys.executable, "-m", framework, "--app", "served", command]
    subprocess.run(line, cwd=folder, check=True, capture_output=True, timeout=60)


class Person:
    """Somebody with a browser and an address: cookies, and forms to be filled in."""

    addresses = count(1)

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"
        opener = build_opener(HTTPCookieProcessor(CookieJar()))
        # As a proxy would say it: from one address not so many can register.
        address = f"10.0.0.{next(self.addresses)}"
        opener.addheaders = [("X-Forwarded-For", address)]
        self.open = opener.open

    def get(self, path):
        with self.open(self.base + path, timeout=60) as answer:
            return answer.read().decode()

    def post(self, path, **values):
        data = urlencode(values).encode()
        with self.open(self.base + path, data, timeout=60) as answer:
            return answer.read().decode()

    def hidden(self, path):
        """The hidden fields of the last form that a page has."""
        form = self.get(path).rpartition("<form")[2]
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', form))

    def register(self, name):
        values = {"name": name, "email": f"{name}@tea.example", "password": "12345678"}
        self.post("/register", **values, **self.hidden("/register"))
        return self


def test_fifty_people_write_at_once(port):
    """Each form is sent twice, at the same time. Nothing is lost, nothing doubled."""

    def write(number):
        person = Person(port).register(f"person-{number}")
        for nth in range(EACH):
            values = person.hidden("/t/1")
            text = f"number {number}.{nth}."
            with ThreadPoolExecutor(2) as clicks:
                for _ in range(2):
                    clicks.submit(person.post, "/t/1/reply", text=text, **values)

    with ThreadPoolExecutor(PEOPLE) as threads:
        list(threads.map(write, range(PEOPLE)))
    reader, found = Person(port), Counter()
    last = max(map(int, re.findall(r"\?page=(\d+)", reader.get("/t/1"))))
    for page in range(1, last + 1):
        text = html.unescape(reader.get(f"/t/1?page={page}"))
        found.update(re.findall(r"number (\d+\.\d+)\.", text))
    expected = {f"{n}.{nth}" for n in range(PEOPLE) for nth in range(EACH)}
    assert found == Counter(expected)


def test_who_sends_half_a_form_stops_nobody(port):
    """A body is read before it is anybody's turn to write."""
    head = "POST {} HTTP/1.1\r\nHost: forum\r\nContent-Type: {}\r\n"
    halves = {
        "/logout": "application/x-www-form-urlencoded",
        "/api/topics/1/posts": "application/json",
    }
    with ExitStack() as strangers:
        for path, kind in halves.items():
            stranger = socket.create_connection(("127.0.0.1", port))
            strangers.enter_context(stranger)
            half = f"{head.format(path, kind)}Content-Length: 100\r\n\r\n{{"
            stranger.sendall(half.encode())
        time.sleep(0.5)
        began = time.monotonic()
        Person(port).register("somebody")
        # Where somebody holds the turn, the others wait for twenty seconds.
        assert time.monotonic() - began < 15


def test_a_name_is_given_once(port):
    """Twenty people want it at the same moment."""

    def register(number):
        person = Person(port)
        form = person.hidden("/register")
        values = {"name": "zoe", "email": f"{number}@tea.example"}
        try:
            page = person.post("/register", **values, password="12345678", **form)
        except OSError:
            return False
        return "Welcome, zoe." in page

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(register, range(20))) == 1
