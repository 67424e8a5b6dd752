from journal import create_app


def test_config():
    assert not create_app().testing
    assert create_app({"TESTING": True}).testing


def test_environment(monkeypatch):
    monkeypatch.setenv("JOURNAL_PER_PAGE", "7")
    assert create_app().config["PER_PAGE"] == 7
    assert create_app({}).config["PER_PAGE"] == 3


def test_ping(client):
    assert client.get("/ping").data == b"pong"
