"""Made to order.

Hint: What belongs to one application is an attribute of it. Set it in `__init__`, after
`super().__init__(__name__)`.

Hint: A class can be defined above the function and get the greeting through its `__init__`.
Its `wsgi_app(self, environ, start_response)` does what the applications of chapter 1 do.

Hint: `page = self.greeting.encode()`, two headers, `start_response("200 OK", headers)`, and
`return [page]`, or an empty list for HEAD. Count before you answer.

Learnt: A factory needs nothing from the framework. It works because the application is an
object: two of them are as separate as two lists, and one goes away when nobody holds it.

In Flask: The documentation calls it the application factory, and the `flask` command looks
for functions with the names `create_app` and `make_app`.

Try: Register two of them in one server, one below `/morning` and one below `/evening`, with
the middleware of the exercise *A prefix for the whole application*.
"""

from tinyflask import Flask


class Greeter(Flask):
    """An application that says one thing."""

    def __init__(self, greeting):
        super().__init__(__name__)
        self.greeting = greeting
        self.requests = 0

    def wsgi_app(self, environ, start_response):
        self.requests += 1
        page = self.greeting.encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(page))),
        ]
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [page]


def create_app(greeting):
    """A new application that says ``greeting`` to everybody."""
    return Greeter(greeting)
