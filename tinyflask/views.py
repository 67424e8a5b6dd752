"""Views that are classes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, ClassVar

from .globals import current_app, request

http_method_funcs = frozenset(
    {"delete", "get", "head", "options", "patch", "post", "put", "trace"}
)


class View:
    """A view that is a class: derive from it and write `dispatch_request`.

    A new object answers each request, unless ``init_every_request`` is false.
    ``decorators`` are applied to the view, the first one first. Follows
    ``flask.views.View``.
    """

    methods: ClassVar[Collection[str] | None] = None
    provide_automatic_options: ClassVar[bool | None] = None
    decorators: ClassVar[list[Callable[..., Any]]] = []
    init_every_request: ClassVar[bool] = True

    def dispatch_request(self) -> Any:
        """Answer the request. Gets the values from the path, as any view."""
        raise NotImplementedError

    @classmethod
    def as_view(
        cls, name: str, *class_args: Any, **class_kwargs: Any
    ) -> Callable[..., Any]:
        """Return the view as a function ``name``; the rest is for making objects."""
        if cls.init_every_request:

            def view(**kwargs: Any) -> Any:
                self = decorated.view_class(*class_args, **class_kwargs)
                return current_app.ensure_sync(self.dispatch_request)(**kwargs)

        else:
            self = cls(*class_args, **class_kwargs)

            def view(**kwargs: Any) -> Any:
                return current_app.ensure_sync(self.dispatch_request)(**kwargs)

        decorated: Any = view
        decorated.__name__ = name
        decorated.__module__ = cls.__module__
        for decorator in cls.decorators:
            decorated = decorator(decorated)
        decorated.view_class = cls
        decorated.__name__ = name
        decorated.__doc__ = cls.__doc__
        decorated.__module__ = cls.__module__
        decorated.methods = cls.methods
        decorated.provide_automatic_options = cls.provide_automatic_options
        return decorated  # type: ignore[no-any-return]


class MethodView(View):
    """A view with a method for each method of HTTP: `get`, `post`, and so on.

    It has the methods that it or what it is derived from defines. Follows
    ``flask.views.MethodView``.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "methods" not in cls.__dict__:
            methods = {name.upper() for name in http_method_funcs if hasattr(cls, name)}
            for base in cls.__bases__:
                methods.update(getattr(base, "methods", None) or ())
            if methods:
                cls.methods = methods

    def dispatch_request(self, **kwargs: Any) -> Any:
        """Answer the request by the method of its name; HEAD by `get`, if need be."""
        method = getattr(self, request.method.lower(), None)
        if method is None and request.method == "HEAD":
            method = getattr(self, "get", None)
        assert method is not None, f"{request.method} is allowed and has no method"
        return current_app.ensure_sync(method)(**kwargs)
