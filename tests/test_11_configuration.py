"""Chapter 11: the developer owns the configuration."""

import importlib
import json
import os
import tempfile
import tomllib
from unittest.mock import patch

import pytest
from webtest import TestApp

from workshop.exercises.programs import program


class Defaults:
    DATABASE = "shop.db"
    PAGE_SIZE = 20
    note = "not a setting"


def test_a_mapping_and_arguments(framework):
    """`from_mapping` takes over names in capitals, of a mapping and of arguments."""
    config = framework.Flask(__name__).config
    assert config.from_mapping({"A": 1, "b": 2, "C_D": 3}, E=4, f=5) is True
    assert [config.get(name) for name in ("A", "b", "C_D", "E", "f")] == [
        *(1, None, 3),
        *(4, None),
    ]
    config.from_mapping({"A": 1}, A=2)
    assert config["A"] == 2
    config.from_mapping()


def test_an_object(framework):
    """`from_object` takes over attributes of a class, an instance or a module."""

    class More(Defaults):
        PAGE_SIZE = 5

        @property
        def SIZE(self):
            return 2 * self.PAGE_SIZE

    config = framework.Flask(__name__).config
    config.from_object(Defaults)
    assert (config["DATABASE"], config["PAGE_SIZE"]) == ("shop.db", 20)
    assert "note" not in config
    config.from_object(More())
    assert (config["DATABASE"], config["PAGE_SIZE"], config["SIZE"]) == (
        "shop.db",
        5,
        10,
    )


def test_an_import_name(framework):
    """`from_object` takes the import name of a module, or of what is in it."""
    text = "PAGE_SIZE = 3\nclass Large:\n    PAGE_SIZE = 300\n"
    with program({"stall.py": text, "kiosk/__init__.py": "", "kiosk/till.py": text}):
        config = framework.Flask(__name__).config
        for name, size in (
            ("stall", 3),
            ("stall.Large", 300),
            ("kiosk.till", 3),
            ("kiosk.till:Large", 300),
        ):
            config.from_object(name)
            assert config["PAGE_SIZE"] == size, name


@pytest.mark.parametrize("name", ["no_such_module", "no_such.module", "stall.Small"])
def test_an_import_name_that_leads_nowhere(framework, name):
    """`from_object` raises `ImportError` for an import name that leads nowhere."""
    with program({"stall.py": ""}), pytest.raises(ImportError, match=r"no_such|Small"):
        framework.Flask(__name__).config.from_object(name)


def test_a_module_of_settings_that_is_broken(framework):
    """What goes wrong in a module of settings is raised as it is."""
    with program({"stall.py": "1 / 0"}), pytest.raises(ZeroDivisionError):
        framework.Flask(__name__).config.from_object("stall")


@pytest.mark.small_print
@pytest.mark.differs("Flask says that the module of settings cannot be imported")
def test_a_module_of_settings_that_imports_what_is_not_there(framework):
    """The error names the module that is missing, and a note the one that wants it."""
    config = framework.Flask(__name__).config
    with (
        program({"stall.py": "import no_such_module"}),
        pytest.raises(ModuleNotFoundError) as caught,
    ):
        config.from_object("stall")
    assert caught.value.name == "no_such_module"
    assert "'stall'" in caught.value.__notes__[0]


def test_two_applications_have_settings_of_their_own(framework):
    """What is set for one application is not set for another, nor a default."""
    first, second = framework.Flask("first"), framework.Flask("second")
    first.config.from_mapping(DATABASE="first.db")
    first.config["TESTING"] = True
    assert "DATABASE" not in second.config
    assert not second.testing
    assert not framework.Flask.default_config["TESTING"]


def test_a_configuration_is_a_dictionary(framework):
    """`config` is a dictionary, with the defaults of the framework in it."""
    config = framework.Flask(__name__).config
    assert isinstance(config, dict)
    assert config["SESSION_COOKIE_NAME"] == "session"
    config.update(A=1)
    assert config.get("A") == 1


def test_the_environment(framework):
    """`from_prefixed_env` reads JSON, and leaves what is none as it is."""
    found = {
        "SHOP_NUMBER": "5",
        "SHOP_LIST": '["a", {"b": null}]',
        "SHOP_TEXT": "shop.db",
        "SHOP_PYTHON": "False",
        "SHOP_JSON": "false",
        "SHOP_lower": "1",
        "SHOPS_OTHER": "1",
        "FLASK_OWN": "2",
    }
    config = framework.Flask(__name__).config
    with patch.dict(os.environ, found):
        assert config.from_prefixed_env("SHOP") is True
        assert "OWN" not in config
        config.from_prefixed_env()
    names = ("NUMBER", "LIST", "TEXT", "PYTHON", "JSON", "lower", "OWN")
    assert [config[name] for name in names] == [
        *(5, ["a", {"b": None}], "shop.db", "False"),
        *(False, 1, 2),
    ]
    assert "OTHER" not in config
    assert "S_OTHER" not in config


def test_the_environment_within_a_dictionary(framework):
    """Two underscores lead into a dictionary, which is made where there is none."""
    config = framework.Flask(__name__).config
    config["MAIL"] = {"host": "localhost"}
    found = {"A_MAIL__port": "25", "A_NEW__inner__deep": "1", "A_NEW__b": "2"}
    with patch.dict(os.environ, found):
        config.from_prefixed_env("A")
    assert config["MAIL"] == {"host": "localhost", "port": 25}
    assert config["NEW"] == {"inner": {"deep": 1}, "b": 2}


@pytest.mark.differs("Flask changes the dictionary of the defaults")
def test_the_environment_changes_no_default(framework):
    """A dictionary of defaults is not changed by what an environment puts into it."""

    defaults = {"MAIL": {"host": "localhost"}}
    config = framework.Flask(__name__).config
    config.from_mapping(defaults)
    with patch.dict(os.environ, {"A_MAIL__port": "25"}):
        config.from_prefixed_env("A")
    assert config["MAIL"] == {"host": "localhost", "port": 25}
    assert defaults["MAIL"] == {"host": "localhost"}


@pytest.mark.small_print
def test_the_environment_within_what_is_no_dictionary(framework):
    """Two underscores after a setting that is no dictionary raise `TypeError`."""
    config = framework.Flask(__name__).config
    found = {"A_SIZE": "5", "A_SIZE__x": "1"}
    with patch.dict(os.environ, found), pytest.raises(TypeError):
        config.from_prefixed_env("A")


@pytest.mark.small_print
def test_the_environment_in_another_language(framework):
    """`loads` says how a text becomes a value; where it fails, the text stays."""
    config = framework.Flask(__name__).config
    with patch.dict(os.environ, {"A_B": "12", "A_C": "x"}):
        config.from_prefixed_env("A", loads=int)
    assert (config["B"], config["C"]) == (12, "x")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "shop.cfg").write_text("A = 2 * 3\nb = 1\nHERE = __file__\n", "utf-8")
    (tmp_path / "shop.toml").write_text('A = "ä"\nb = 2\n', "utf-8")
    (tmp_path / "shop.json").write_text('{"A": "ä", "b": 2}', "utf-8")
    (tmp_path / "wrong.cfg").write_text("A = (", "utf-8")
    (tmp_path / "wrong.toml").write_text("A = b", "utf-8")
    return tmp_path


@pytest.mark.small_print
def test_a_file_of_python(framework, folder):
    """`from_pyfile` runs a file and takes over its names in capitals."""
    config = framework.Flask(__name__, root_path=str(folder)).config
    assert config.from_pyfile("shop.cfg") is True
    assert config["A"] == 6
    assert config["HERE"] == str(folder / "shop.cfg")
    assert "b" not in config
    assert config.from_pyfile(folder / "shop.cfg")


@pytest.mark.small_print
def test_a_file_of_another_kind(framework, folder):
    """`from_file` takes over what a function makes of a file, of text or of bytes."""
    config = framework.Flask(__name__, root_path=str(folder)).config
    assert config.from_file("shop.json", load=json.load) is True
    assert (config.pop("A"), config.get("b")) == ("ä", None)
    config.from_file("shop.toml", load=tomllib.load, text=False)
    assert config["A"] == "ä"


@pytest.mark.small_print
def test_a_file_that_is_not_there(framework, folder):
    """A missing file raises an error that names it, or is passed over in silence."""
    config = framework.Flask(__name__, root_path=str(folder)).config
    for load in (
        lambda **silent: config.from_pyfile("none.cfg", **silent),
        lambda **silent: config.from_file("none.cfg", json.load, **silent),
    ):
        with pytest.raises(FileNotFoundError, match=r"Unable to load.*none.cfg"):
            load()
        assert load(silent=True) is False


@pytest.mark.small_print
@pytest.mark.parametrize("silent", [True, False])
def test_a_file_that_is_wrong(framework, folder, silent):
    """What is wrong in a file is raised, in silence, too."""
    config = framework.Flask(__name__, root_path=str(folder)).config
    with pytest.raises(SyntaxError) as caught:
        config.from_pyfile("wrong.cfg", silent=silent)
    assert caught.value.filename == str(folder / "wrong.cfg")
    with pytest.raises(tomllib.TOMLDecodeError):
        config.from_file("wrong.toml", tomllib.load, silent=silent, text=False)


@pytest.mark.small_print
@pytest.mark.differs("Flask does not say which file it was")
def test_a_file_that_is_wrong_is_named(framework, folder):
    """An error in a file has a note with the file's name."""
    config = framework.Flask(__name__, root_path=str(folder)).config
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        config.from_file("wrong.toml", tomllib.load, text=False)
    assert str(folder / "wrong.toml") in caught.value.__notes__[0]


@pytest.mark.small_print
def test_a_file_that_the_environment_names(framework, folder):
    """`from_envvar` reads the file that a variable names, and wants it to be set."""
    config = framework.Flask(__name__).config
    with patch.dict(os.environ, {"SHOP_SETTINGS": str(folder / "shop.cfg")}):
        assert config.from_envvar("SHOP_SETTINGS") is True
    assert config["A"] == 6
    with pytest.raises(RuntimeError, match="SHOP_SETTINGS"):
        config.from_envvar("SHOP_SETTINGS")
    assert config.from_envvar("SHOP_SETTINGS", silent=True) is False
    with patch.dict(os.environ, {"SHOP_SETTINGS": str(folder / "none.cfg")}):
        assert config.from_envvar("SHOP_SETTINGS", silent=True) is False


@pytest.mark.small_print
def test_settings_that_belong_together(framework):
    """`get_namespace` gives the settings whose names begin alike."""
    config = framework.Flask(__name__).config
    config.from_mapping(IMAGES_PATH="/a", IMAGES_Large=2, IMAGE="no")
    assert config.get_namespace("IMAGES_") == {"path": "/a"}
    config["IMAGES_Large"] = 2
    assert config.get_namespace("IMAGES_") == {"path": "/a", "large": 2}
    assert config.get_namespace("IMAGES_", lowercase=False) == {
        "PATH": "/a",
        "Large": 2,
    }
    assert config.get_namespace("IMAGES_", trim_namespace=False) == {
        "images_path": "/a",
        "images_large": 2,
    }


@pytest.mark.small_print
def test_another_class_of_configuration(framework):
    """`config_class` and `make_config` say what `config` is, and what is in it."""
    from importlib import import_module

    config_of = import_module(f"{framework.__name__}.config").Config

    class Loud(config_of):
        pass

    class Shop(framework.Flask):
        config_class = Loud

        def make_config(self, instance_relative=False):
            config = super().make_config(instance_relative)
            config["NAME"] = self.name
            return config

    app = Shop("shop")
    assert type(app.config) is Loud
    assert app.config["NAME"] == "shop"
    assert "NAME" not in Shop.default_config
    assert str(config_of("/srv", {"A": 1})["A"]) == "1"


@pytest.mark.small_print
@pytest.mark.differs("Flask prints the secret key")
def test_a_configuration_that_is_printed_hides_its_secrets(framework):
    """`repr` of the configuration says neither keys nor passwords."""
    config = framework.Flask(__name__).config
    config.from_mapping(
        SECRET_KEY="hush",
        SECRET_KEY_FALLBACKS=["hush"],
        MAIL={"password": "hush", "host": "localhost", 5: "five"},
        API_TOKEN="hush",
        PAGE_SIZE=20,
    )
    text = repr(config)
    assert "hush" not in text
    assert "localhost" in text
    assert "'PAGE_SIZE': 20" in text
    assert config["SECRET_KEY"] == "hush"


@pytest.mark.small_print
def test_instance_folder_is_beside_the_outermost_package(framework):
    """`instance_path` is beside a module, or beside the package that a module is in."""
    files = {"stall.py": "", "kiosk/__init__.py": "", "kiosk/till.py": ""}
    with program(files) as folder:
        for name in ("stall", "kiosk", "kiosk.till"):
            importlib.import_module(name)
            assert framework.Flask(name).instance_path == str(folder / "instance")


@pytest.mark.small_print
def test_instance_files_can_be_written(framework):
    """`open_instance_resource` writes and reads below `instance_path`."""
    with tempfile.TemporaryDirectory() as folder:
        app = framework.Flask(__name__, instance_path=folder)
        with app.open_instance_resource("till.txt", "w") as file:
            file.write("5 €")
        with app.open_instance_resource("till.txt") as file:
            assert file.read() == "5 €".encode()
        with app.open_instance_resource("till.txt", "r") as file:
            assert file.read() == "5 €"


@pytest.mark.small_print
def test_instance_path_must_be_absolute(framework):
    """A relative `instance_path` raises `ValueError`."""
    with pytest.raises(ValueError, match="absolute"):
        framework.Flask(__name__, instance_path="instance")


@pytest.mark.small_print
def test_files_of_settings_may_be_in_the_instance_folder(framework, folder):
    """With `instance_relative_config`, files of settings are in the instance folder."""
    app = framework.Flask(
        __name__, instance_path=str(folder), instance_relative_config=True
    )
    assert app.config.from_pyfile("shop.cfg")
    with pytest.raises(FileNotFoundError):
        framework.Flask(__name__).config.from_pyfile("shop.cfg")


@pytest.fixture
def trusting(framework):
    """A client of an application that believes some hosts; and what was called."""
    app = framework.Flask(__name__)
    app.config["TRUSTED_HOSTS"] = ["tea.example", ".shops.example", "[::1]"]
    called = []

    @app.get("/")
    def index():
        called.append("view")
        return framework.url_for("index", _external=True)

    return app, TestApp(app), called


@pytest.mark.small_print
@pytest.mark.parametrize(
    "host", ["tea.example", "tea.example:8080", "a.shops.example", "shops.example"]
)
def test_a_host_that_is_trusted(trusting, host):
    """A host in `TRUSTED_HOSTS`, or below one with a dot, is answered."""
    _, client, called = trusting
    assert client.get("/", headers={"Host": host}).text == f"http://{host}/"
    assert called == ["view"]


@pytest.mark.small_print
@pytest.mark.parametrize(
    "host", ["evil.example", "tea.example.evil", "a.tea.example", "evilshops.example"]
)
def test_a_host_that_is_not_trusted(trusting, host):
    """Any other host is a 400, and no view is called."""
    _, client, called = trusting
    client.get("/", headers={"Host": host}, status=400)
    assert called == []


@pytest.mark.small_print
@pytest.mark.differs("Flask calls the hooks before the view")
def test_nobody_sees_a_host_that_is_not_trusted(framework, trusting):
    """No hook is called, and no function can ask for the host."""
    app, client, called = trusting
    app.before_request(lambda: called.append("hook"))

    @app.errorhandler(400)
    def handled(error):
        try:
            called.append(framework.request.host)
        except Exception as error:
            called.append(type(error).__name__)
        return "no", 400

    client.get("/", headers={"Host": "evil.example"}, status=400)
    assert called == ["SecurityError"]


@pytest.mark.small_print
@pytest.mark.differs("Flask does not know capitals, IPv6 or the ports of the list")
@pytest.mark.parametrize(
    ("trusted", "host", "status"),
    [
        ("tea.example", "TEA.Example", 200),
        ("TEA.example", "tea.example", 200),
        ("[::1]", "[::1]:8000", 200),
        ("[::1]:80", "[::1]", 200),
        ("tea.example:8000", "tea.example:9000", 400),
        ("tea.example:8000", "tea.example", 400),
    ],
)
def test_how_hosts_are_compared(framework, trusted, host, status):
    """Capitals do not count, and a port in the list is that port alone."""
    app = framework.Flask(__name__)
    app.config["TRUSTED_HOSTS"] = [trusted]
    app.add_url_rule("/", "index", lambda: "tea")
    TestApp(app).get("/", headers={"Host": host}, status=status)


@pytest.mark.small_print
@pytest.mark.parametrize(
    ("trusted", "host"),
    [
        ("tea.example:8000", "tea.example:8000"),
        ("tea.example:80", "tea.example"),
        (".tea.example:8000", "a.tea.example:8000"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_a_host_with_a_port_or_in_another_alphabet(framework, trusted, host):
    """A port in the list is believed, and so is a name in another alphabet."""
    app = framework.Flask(__name__)
    app.config["TRUSTED_HOSTS"] = [trusted]
    app.add_url_rule("/", "index", lambda: "tea")
    TestApp(app).get("/", headers={"Host": host}, status=200)


@pytest.mark.small_print
def test_options_are_left_alone(framework):
    """Without `PROVIDE_AUTOMATIC_OPTIONS` a rule has to ask for OPTIONS."""
    app = framework.Flask(__name__, static_folder=None)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.add_url_rule("/", "index", lambda: "tea")
    app.add_url_rule(
        *("/asks", "asks", lambda: "tea"),
        methods=["GET", "OPTIONS"],
        provide_automatic_options=True,
    )
    client = TestApp(app)
    client.options("/", status=405)
    client.options("/asks", status=200)


@pytest.mark.small_print
def test_the_class_is_handed_on(framework):
    """A program may derive from it."""
    assert isinstance(framework.Flask("shop").config, framework.Config)
