"""Chapter 2: you make the application object yourself."""

import gc
import importlib
import os
import sys
import tempfile
import weakref
from contextlib import chdir
from unittest.mock import patch

import pytest
from webtest import TestApp

from workshop.exercises.programs import program


def test_root_path_is_the_folder_of_the_module(framework):
    """`root_path` is a package's own folder, or the folder that a module lies in."""
    with program({"kiosk/__init__.py": "", "stall.py": ""}) as folder:
        importlib.import_module("kiosk")
        importlib.import_module("stall")
        assert framework.Flask("kiosk").root_path == str(folder / "kiosk")
        assert framework.Flask("stall").root_path == str(folder)


@pytest.mark.small_print
def test_root_path_of_a_module_that_is_not_imported(framework):
    """`root_path` is found for a module that nobody has imported yet."""
    with program({"stall.py": ""}) as folder:
        assert framework.Flask("stall").root_path == str(folder)
        assert "stall" not in sys.modules


def test_root_path_can_be_given(framework):
    """A `root_path` that is passed in is taken as it is."""
    assert framework.Flask("stall", root_path="/srv/stall").root_path == "/srv/stall"


def test_root_path_of_an_unknown_module_is_the_current_folder(framework):
    """For a module that has no file, `root_path` is the current folder."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        assert framework.Flask("no_such_module").root_path == os.getcwd()


@pytest.mark.small_print
def test_a_namespace_package_needs_a_root_path(framework):
    """A folder without `__init__.py` raises `RuntimeError`, and takes a `root_path`."""
    with program({"kiosk/hours.txt": "9 to 5"}):
        importlib.import_module("kiosk")
        with pytest.raises(RuntimeError, match=r"root.path"):
            framework.Flask("kiosk")
        assert framework.Flask("kiosk", root_path="/srv").root_path == "/srv"


def test_resources_are_found_from_any_folder(framework):
    """`open_resource` finds a file beside the program, wherever the process runs."""
    with program({"stall.py": "", "hours.txt": "9 to 5 é"}):
        importlib.import_module("stall")
        app = framework.Flask("stall")
        with tempfile.TemporaryDirectory() as elsewhere, chdir(elsewhere):
            file = app.open_resource("hours.txt")
        with file:
            assert file.read() == "9 to 5 é".encode()


@pytest.mark.small_print
def test_resources_are_opened_as_text(framework):
    """`open_resource` gives text, in the encoding that it is told."""
    with program({"stall.py": "", "hours.txt": "9 to 5 é"}):
        app = framework.Flask("stall")
        with app.open_resource("hours.txt", "r", encoding="utf-8") as file:
            assert file.read() == "9 to 5 é"


@pytest.mark.small_print
def test_resources_are_read_only(framework):
    """`open_resource` refuses every mode that writes."""
    app = framework.Flask(__name__)
    for mode in ("w", "a", "r+", "wb", "rb+", "x"):
        with pytest.raises(ValueError, match=r"[Rr]ead"):
            app.open_resource("hours.txt", mode)


@pytest.mark.small_print
def test_an_application_is_shown_with_its_name(framework):
    """`repr` says what an application is and what it is called."""

    class Shop(framework.Flask):
        pass

    assert repr(framework.Flask("shop")) == "<Flask 'shop'>"
    assert repr(Shop("shop")) == "<Shop 'shop'>"


def test_name(framework):
    """`name` is the import name."""
    assert framework.Flask("kiosk.till").name == "kiosk.till"


@pytest.mark.small_print
def test_the_name_of_a_file_that_is_run(framework):
    """`name` is the file's where a file is run, and its module called `__main__`."""
    with patch.dict(sys.modules, {"__main__": type(sys)("__main__")}):
        assert framework.Flask("__main__").name == "__main__"
        sys.modules["__main__"].__file__ = "/srv/corner_shop.py"
        assert framework.Flask("__main__").name == "corner_shop"


def test_an_application_nobody_needs_is_released(framework):
    """An application that nothing refers to is gone after a garbage collection."""
    app = framework.Flask(__name__)
    TestApp(app).get("/", status=404)
    reference = weakref.ref(app)
    del app
    gc.collect()
    assert reference() is None


def test_a_subclass_changes_behaviour(framework):
    """A subclass can answer in its own way, and other applications do not change."""

    class Closed(framework.Flask):
        def wsgi_app(self, environ, start_response):
            start_response("503 Closed", [("Content-Type", "text/plain")])
            return [b"closed"]

    assert TestApp(Closed(__name__)).get("/", status=503).text == "closed"
    TestApp(framework.Flask(__name__)).get("/", status=404)


def test_run_hands_the_application_to_the_development_server(framework):
    """`run` serves on 127.0.0.1:5000 unless told otherwise."""
    app = framework.Flask(__name__)
    with patch("werkzeug.serving.run_simple") as run_simple:
        app.run()
        app.run("0.0.0.0", 8080)
    default, chosen = run_simple.call_args_list
    assert default.args == ("127.0.0.1", 5000, app)
    assert default.kwargs["threaded"] is True
    assert chosen.args == ("0.0.0.0", 8080, app)


@pytest.mark.small_print
def test_run_takes_options_and_turns_on_debugging(framework):
    """`run` passes options to the server; with `debug` it reloads and debugs."""
    app = framework.Flask(__name__)
    with patch("werkzeug.serving.run_simple") as run_simple:
        app.run()
        app.run(debug=True, threaded=False)
    default, chosen = run_simple.call_args_list
    assert default.kwargs["use_reloader"] is False
    assert chosen.kwargs["threaded"] is False
    assert chosen.kwargs["use_debugger"] is True


def test_run_takes_any_free_port(framework):
    """Port 0, which asks the system for a free port, is passed on."""
    with patch("werkzeug.serving.run_simple") as run_simple:
        framework.Flask(__name__).run(port=0)
    assert run_simple.call_args.args[1] == 0
