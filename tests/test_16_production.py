"""Chapter 16: its programs, here and on Flask, and behind the servers that it names."""

import importlib
import io
import json
import os
import re
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir, closing, contextmanager
from unittest.mock import patch
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from webtest import TestApp

from workshop.exercises.programs import on_path
from workshop.weave.book import Book

CHAPTER = next(each for each in Book().chapters if each.slug == "16-production")
FILES = {
    block.title: block.source
    for block in CHAPTER.blocks
    if block.title and block.title.endswith(".py")
}
PROXY = {
    "REMOTE_ADDR": "10.0.0.1",
    "HTTP_HOST": "127.0.0.1:8000",
    "HTTP_X_FORWARDED_FOR": "203.0.113.7",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "tea.example",
}
ENVIRONMENT = {
    "SHOP_SECRET_KEY": secrets.token_hex(),
    "SHOP_TRUSTED_HOSTS": '["tea.example"]',
}
needs_processes = pytest.mark.needs("processes")
needs_threads = pytest.mark.needs("threads")


@pytest.fixture(params=["tinyflask", "flask"])
def folder(request, tmp_path):
    """The chapter's programs, on one framework, in a folder to be in."""
    for name, source in FILES.items():
        source = source.replace("from tinyflask import", f"from {request.param} import")
        (tmp_path / name).write_text(source, "utf-8")
    with on_path(tmp_path), chdir(tmp_path), patch.dict(os.environ, ENVIRONMENT):
        yield tmp_path


def load(name):
    return importlib.import_module(name)


def shop(**environment):
    """The shop, prepared, and a client of it behind a proxy."""
    with patch.dict(os.environ, environment):
        app = load("shop").app
        load("production").prepare(app)
    return app, TestApp(app, extra_environ=PROXY)


# What a program says of itself


def test_the_address_is_the_one_that_the_proxy_saw(folder):
    _, client = shop()
    assert client.get("/").text == "203.0.113.7 at https://tea.example/"
    forged = {"X-Forwarded-For": "127.0.0.1, 203.0.113.7"}
    assert client.get("/", headers=forged).text.startswith("203.0.113.7 ")


@pytest.mark.parametrize(
    ("name", "value"),
    [("SHOP_SECRET_KEY", ""), ("SHOP_SECRET_KEY", "dev"), ("SHOP_TRUSTED_HOSTS", "")],
)
def test_it_does_not_start_without_what_has_no_default(folder, name, value):
    with pytest.raises(RuntimeError, match=name):
        shop(**{name: value})


def test_what_is_sent_with_each_answer(folder):
    _, client = shop()
    answer = client.post("/enter", {"name": "ann"})
    cookie = answer.headers["Set-Cookie"]
    assert all(f"; {word}" in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))
    for name, value in load("production").HEADERS.items():
        assert answer.headers[name] == value


def test_a_view_may_say_another_header(folder):
    app, client = shop()

    @app.get("/framed")
    def framed():
        return "", {"Content-Security-Policy": "frame-ancestors https://a.example"}

    policy = client.get("/framed").headers["Content-Security-Policy"]
    assert policy == "frame-ancestors https://a.example"


def test_what_is_refused(folder):
    app, client = shop()
    client.get("/", headers={"X-Forwarded-Host": "evil.example"}, status=400)
    client.post("/letter", {"text": "x" * 2_000_000}, status=413)
    forged = app.session_interface.get_signing_serializer(app)
    with patch.dict(app.config, SECRET_KEY="dev"):
        cookie = app.session_interface.get_signing_serializer(app).dumps({"name": "x"})
    assert client.get("/me", headers={"Cookie": f"session={cookie}"}).text == (
        "You are nobody."
    )
    cookie = forged.dumps({"name": "ann"})
    assert client.get("/me", headers={"Cookie": f"session={cookie}"}).text == (
        "You are ann."
    )


# Lines, and health


def test_lines_are_json_with_the_number_of_the_request(folder):
    app, client = shop()
    stream = io.StringIO()
    load("numbered").number_requests(app, stream)
    # Another test may have switched off the logger of this name.
    app.logger.disabled = False
    app.add_url_rule("/broken", "broken", lambda: 1 / 0)
    answer = client.get("/broken", headers={"X-Request-ID": "a1-b2"}, status=500)
    assert answer.headers["X-Request-ID"] == "a1-b2"
    for unfit in ("a\nb", "x" * 65, "a b"):
        own = client.get("/", headers={"X-Request-ID": unfit}).headers["X-Request-ID"]
        assert own != unfit and own.isalnum()
    broken, answered, *_, other = map(json.loads, stream.getvalue().splitlines())
    assert "ZeroDivisionError" in broken["error"]
    assert broken["request"] == answered["request"] == "a1-b2"
    assert answered["message"] == "answered 500"
    assert other["request"] == own


def test_all_of_it_together(folder):
    """Also for a host that is refused before any hook, and for a watcher."""
    app = load("served_shop").app
    app.logger.disabled = True
    client = TestApp(app, extra_environ=PROXY)
    assert client.get("/").text == "203.0.113.7 at https://tea.example/"
    refused = client.get("/", headers={"X-Forwarded-Host": "evil.example"}, status=400)
    assert refused.headers["X-Request-ID"]
    with sqlite3.connect("shop.db") as database:
        database.execute("CREATE TABLE things (name TEXT)")
    watcher = TestApp(app, extra_environ={"HTTP_HOST": "tea.example"})
    assert watcher.get("/health").json == {"well": True}


def test_health(folder):
    app, client = shop()
    app.config["DATABASE"] = "shop.db"
    app.logger.disabled = True
    app.register_blueprint(load("health").health)
    assert client.get("/health", status=503).json == {"well": False}
    with sqlite3.connect("shop.db") as database:
        database.execute("CREATE TABLE things (name TEXT)")
    assert client.get("/health").json == {"well": True}


# Services


def test_a_breaker(folder):
    breaker, now, calls = load("breaker"), [0], []

    def function():
        calls.append(now[0])
        if now[0] < 12:
            raise OSError
        return "well"

    made = breaker.Breaker(failures=2, seconds=5, clock=lambda: now[0])
    for now[0] in (0, 1, 2, 5, 6, 7, 11, 12, 13):
        try:
            made.call(function)
        except (OSError, breaker.Open):
            continue
    assert calls == [0, 1, 6, 11]


@contextmanager
def two_services(ask):
    """The stock, and the address of the orders. ``ask(address)`` makes their view."""
    services, serving = load("services"), load("serving")
    stock = services.stock()
    with (
        serving.served(stock) as stock_url,
        serving.served(services.orders(ask(stock_url))) as url,
    ):
        try:
            yield services, stock, url
        finally:
            services.awake.set()


@needs_threads
def test_an_avalanche(folder):
    """Whoever waits for one who sleeps answers nobody."""
    fetch = load("services").fetch
    naive = two_services(lambda stock: lambda thing: fetch(f"{stock}/{thing}"))
    with naive as (services, stock, url), ThreadPoolExecutor(4) as people:
        services.awake.clear()
        waiting = [people.submit(fetch, f"{url}/order/tea") for _ in range(4)]
        load("waiting").until(lambda: len(stock.asked) == 4)
        with pytest.raises(TimeoutError):
            fetch(f"{url}/hello", 0.5)
        services.awake.set()
        assert [each.result()["count"] for each in waiting] == [3] * 4
        assert fetch(f"{url}/hello", 10) == {"hello": "you"}


@needs_threads
def test_a_limit_and_a_breaker_stop_it(folder):
    careful = load("careful")
    with two_services(careful.careful) as (services, stock, url):
        assert services.fetch(f"{url}/order/tea", 10)["count"] == 3
        services.awake.clear()
        for _ in range(8):
            with pytest.raises(HTTPError, match="503"):
                services.fetch(f"{url}/order/tea", 10)
        assert len(stock.asked) == 1 + 3
        assert len(stock.asked[0]) == 32
        assert services.fetch(f"{url}/hello", 1) == {"hello": "you"}


# Servers


@needs_processes
@pytest.mark.parametrize(
    ("server", "answers"),
    [
        ("the development server", True),
        ("gunicorn, two workers", False),
        ("gunicorn, eight threads", False),
        ("gunicorn, gevent", True),
        ("waitress", True),
    ],
)
def test_who_answers_while_others_are_slow(folder, server, answers):
    crowd, deployed = load("crowd"), load("deployed")
    with deployed.serving("threads:app", server) as (_, port):
        assert crowd.ask(port, seconds=20).isdigit()
        with crowd.half_requests(port, 50):
            assert (
                crowd.ask(port, seconds=3 if not answers else 20).isdigit() == answers
            )


@needs_processes
def test_greenlets_keep_requests_apart(folder):
    crowd, deployed = load("crowd"), load("deployed")
    paths = [f"/{number}" for number in range(80)]
    with (
        deployed.serving("greeting:app", "gunicorn, gevent") as (_, port),
        ThreadPoolExecutor(40) as clients,
    ):
        found = set(clients.map(lambda path: crowd.ask(port, path, 30), paths))
    assert found == {"True"}


@needs_processes
@pytest.mark.parametrize("server", ["gunicorn, eight threads", "gunicorn, gevent"])
def test_a_restart_loses_nobody(folder, server):
    """Whoever has asked is answered, and then it ends."""
    crowd, deployed = load("crowd"), load("deployed")
    begun = folder / "begun"
    with deployed.serving("patient:app", server) as (process, port):
        with ThreadPoolExecutor(4) as people:
            pages = [people.submit(crowd.ask, port, "/", 20) for _ in range(4)]
            load("waiting").until(begun.exists)
            time.sleep(0.3)
            process.terminate()
            assert [page.result() for page in pages] == ["Here it is."] * 4
        assert process.wait(20) == 0
        with (
            pytest.raises(OSError),
            closing(socket.create_connection(("127.0.0.1", port), 1)),
        ):
            pass


@needs_processes
@pytest.mark.parametrize("server", ["gunicorn, two workers", "waitress"])
def test_the_shop_is_served(folder, server):
    with sqlite3.connect("shop.db") as database:
        database.execute("CREATE TABLE things (name TEXT)")
    headers = {
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "tea.example",
        "X-Request-ID": "a3",
    }
    with load("deployed").serving("served_shop:app", server) as (_, port):
        for path, text in (("/", "203.0.113.7 at https"), ("/health", '{"well":true}')):
            url = f"http://127.0.0.1:{port}{path}"
            with urlopen(Request(url, headers=headers), timeout=20) as answer:
                assert answer.read().decode().startswith(text)
                assert answer.headers["X-Request-ID"] == "a3"


@needs_processes
def test_nginx_in_front(folder):
    """With the chapter's lines, it says who came, whatever the client says."""
    nginx = shutil.which("nginx")
    if nginx is None:
        assert not os.environ.get("CI"), "CI has nginx"
        pytest.skip("there is no nginx here")
    location = re.search(r"```nginx\n(.*?)```", CHAPTER.text, re.DOTALL)[1]
    deployed, port = load("deployed"), load("waiting").free_port()
    with deployed.serving("served_shop:app", "gunicorn, eight threads") as (_, behind):
        location = location.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
        server = f"server {{ listen 127.0.0.1:{port}; {location} }}"
        (folder / "nginx.conf").write_text(
            f"daemon off; pid {folder}/pid; error_log stderr; events {{}}"
            f" http {{ access_log off; client_body_temp_path {folder}/body;"
            f" proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;"
            f" uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;"
            f" {server} }}"
        )
        command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            load("waiting").until(lambda: load("waiting").listens(port))
            forged = {
                "Host": "tea.example",
                "X-Forwarded-For": "6.6.6.6",
                "X-Forwarded-Host": "evil.example",
                "X-Forwarded-Proto": "gopher",
            }
            request = Request(f"http://127.0.0.1:{port}/", headers=forged)
            with urlopen(request, timeout=20) as answer:
                assert answer.read() == b"127.0.0.1 at http://tea.example/"
        finally:
            process.terminate()
            process.wait(20)


@needs_processes
def test_the_file_of_settings_is_one_that_gunicorn_takes(folder):
    command = [sys.executable, "-m", "gunicorn", "--check-config"]
    command += ["--config", "gunicorn.conf.py", "patient:app"]
    path = os.pathsep.join(sys.path)
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": path})
