"""By their addresses.

`ProxyFix` counts. Where a request may come by one proxy or by two, there is no right number.
Take the other road, and believe those whom you know.

`ByAddress(app, networks)` is an application around another one. If the connection comes from an
address in one of the networks, it is a proxy of ours, and what it has written at the end of
`X-Forwarded-For` is whom it has seen. If that is an address of ours, too, then the value before
it counts, and so on. The first one from the end that is none of ours is the client, and is put
into `REMOTE_ADDR`. If all are ours, it is the first value of all. What is no address is believed
by nobody: then it ends with the last one that was read. A connection from elsewhere stays as it
is.

`ipaddress.ip_network("10.0.0.0/8")` is a network, and `ip_address("10.0.0.1") in network` asks.
"""

from ipaddress import ip_address, ip_network

from webtest import TestApp

from tinyflask import Flask, request


class ByAddress:
    """An application that is told who has really come."""

    def __init__(self, app, networks):
        self.app = app
        self.networks = [ip_network(each) for each in networks]

    def __call__(self, environ, start_response):
        raise NotImplementedError("write __call__ here")


def test_one_proxy():
    found = _client("10.0.0.1", "203.0.113.7")
    assert found == "203.0.113.7", f"By one proxy of ours, the client was {found!r}."


def test_two_proxies():
    found = _client("10.0.0.1", "203.0.113.7, 10.0.0.2")
    assert found == "203.0.113.7", f"By two proxies of ours, the client was {found!r}."


def test_what_the_client_has_sent():
    for header in ("127.0.0.1, 203.0.113.7", "10.9.9.9, 203.0.113.7, 10.0.0.2"):
        found = _client("10.0.0.1", header)
        assert found == "203.0.113.7", (
            f"With {header!r}, whose beginning the client has sent, the client was {found!r}."
        )


def test_a_connection_from_elsewhere():
    found = _client("198.51.100.9", "127.0.0.1")
    assert found == "198.51.100.9", (
        f"Somebody from 198.51.100.9, who is no proxy of ours, became {found!r}."
    )


def test_no_header():
    found = _client("10.0.0.1", None)
    assert found == "10.0.0.1", f"Without a header, the client was {found!r}."


def test_all_are_ours():
    found = _client("10.0.0.1", "10.0.0.3, 10.0.0.2")
    assert found == "10.0.0.3", (
        f"Where somebody of the office comes by two proxies, the client was {found!r}."
    )


def test_what_is_no_address():
    found = _client("10.0.0.1", "203.0.113.7, unknown, 10.0.0.2")
    assert found == "10.0.0.2", (
        f"With 'unknown' in the header, the client was {found!r}."
    )
    found = _client("10.0.0.1", "<script>")
    assert found == "10.0.0.1", (
        f"With '<script>' as the header, the client was {found!r}."
    )


def test_addresses_of_the_longer_kind():
    found = _client("fd00::1", "2001:db8::7, fd00::2")
    assert found == "2001:db8::7", f"With IPv6, the client was {found!r}."


def _client(connection, header):
    app = Flask("shop")
    app.add_url_rule("/", "index", lambda: request.remote_addr)
    app.wsgi_app = ByAddress(app.wsgi_app, ["10.0.0.0/8", "fd00::/8"])
    headers = {} if header is None else {"X-Forwarded-For": header}
    client = TestApp(app, extra_environ={"REMOTE_ADDR": connection})
    return client.get("/", headers=headers).text
