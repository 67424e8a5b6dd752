"""By their addresses.

Hint: Begin with the address of the connection. As long as it is one of ours and there is a value
left, the last value takes its place.

Hint: `ip_address(text)` raises `ValueError` for what is no address.

Hint: An address of one kind is in no network of the other, so that nothing has to be asked first.

Learnt: A number believes a position, and a list believes people. The list has to be kept when a
machine gets another address, and the number when the way gets longer.

In Flask: Werkzeug counts. nginx has both: `set_real_ip_from` lists the networks.

Try: What if a client of the office sends the header? Who is it then?
"""

from ipaddress import ip_address, ip_network


class ByAddress:
    """An application that is told who has really come."""

    def __init__(self, app, networks):
        self.app = app
        self.networks = [ip_network(each) for each in networks]

    def __call__(self, environ, start_response):
        values = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        address = environ["REMOTE_ADDR"]
        while values and self.is_ours(address):
            try:
                address = str(ip_address(values.pop().strip()))
            except ValueError:
                break
        environ["REMOTE_ADDR"] = address
        return self.app(environ, start_response)

    def is_ours(self, address):
        """Whether an address is that of a proxy of ours."""
        return any(ip_address(address) in network for network in self.networks)
