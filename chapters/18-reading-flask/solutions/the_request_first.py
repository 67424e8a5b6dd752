"""The request first.

Hint: There is one place at which every view is called, `dispatch_request`, and the rule that was found
is in `request.url_rule`. Its endpoint leads to the view, and `request.view_args` are the values.

Hint: `request._get_current_object()` is what the proxy stands for.

Hint: Nothing has to be wrapped where views are registered. But which endpoints are the framework's own? It
may leave everything else, errors and `OPTIONS` as well, to `super()`.

Learnt: Whether a request is an argument or current is decided in one line. What it costs is in every other
one: `url_for`, templates and extensions would need it as well.

In Flask: The line is the last one of `dispatch_request`, in `app.py`. Where `RequestContext` hands it to the
view in its place, one has this exercise.

Try: Which of the helpers, `url_for`, `flash`, `render_template`, can do without what is current? What would
they take instead?
"""

from tinyflask import Flask, request


class Passing(Flask):
    """An application whose views get the request as their first argument."""

    def dispatch_request(self):
        rule = request.url_rule
        if rule is None or rule.endpoint.rpartition(".")[2] == "static":
            return super().dispatch_request()
        if rule.provide_automatic_options and request.method == "OPTIONS":
            return super().dispatch_request()
        current = request._get_current_object()
        view = self.ensure_sync(self.view_functions[rule.endpoint])
        return view(current, **request.view_args)
