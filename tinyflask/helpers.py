"""Functions that the application object and its users share."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import update_wrapper
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import IO, TYPE_CHECKING, Any, NoReturn, TypeVar, cast

import werkzeug.exceptions
import werkzeug.utils
from werkzeug.wrappers import Response as BaseResponse

from .globals import _request_context, current_app, request, session
from .signals import message_flashed

if TYPE_CHECKING:
    from .wrappers import Response


def get_debug_flag() -> bool:
    """Return whether ``FLASK_DEBUG`` in the environment turns debugging on.

    Follows ``flask.helpers.get_debug_flag``.
    """
    value = os.environ.get("FLASK_DEBUG", "").lower()
    return value not in {"", "0", "false", "no"}


def get_load_dotenv(default: bool = True) -> bool:
    """Return ``default``, unless ``FLASK_SKIP_DOTENV`` is in the environment.

    Follows ``flask.helpers.get_load_dotenv``.
    """
    value = os.environ.get("FLASK_SKIP_DOTENV", "").lower()
    return value in {"0", "false", "no"} if value else default


def find_spec(import_name: str) -> ModuleSpec | None:
    """Return what Python knows of a module without importing it, or ``None``."""
    try:
        return importlib.util.find_spec(import_name)
    except (ImportError, ValueError):
        # There is no such package, or the module was made as the program runs.
        return None


def get_root_path(import_name: str) -> str:
    """Return the folder that holds the module or package ``import_name``.

    It is the current folder where there is no such module, or where the module has no
    file because it is typed in as it runs. Raises `RuntimeError` for a package without
    a file of its own. Follows ``flask.helpers.get_root_path``.
    """
    filename = getattr(sys.modules.get(import_name), "__file__", None)
    if filename is None:
        spec = find_spec(import_name)
        if spec is None:
            return os.getcwd()
        if not spec.has_location or spec.origin is None:
            raise RuntimeError(
                f"The module {import_name!r} has no file, so there is no folder to look"
                " for resources in. Name the folder: Flask(..., root_path=...)."
            )
        filename = spec.origin
    return os.path.dirname(os.path.abspath(filename))


def find_outermost_folder(import_name: str) -> str:
    """Return the folder that holds the outermost package of a module, or the module.

    Follows the second half of ``flask.sansio.scaffold.find_package``.
    """
    outermost = import_name.partition(".")[0]
    spec = find_spec(outermost)
    if spec is not None and spec.submodule_search_locations:
        package = next(iter(spec.submodule_search_locations))
        return os.path.dirname(os.path.abspath(package))
    return get_root_path(outermost)


def find_static_url_path(
    given: str | None, folder: str | os.PathLike[str] | None
) -> str | None:
    """Return the path below which static files are served: their folder's, if none."""
    if given is None and folder is not None:
        given = "/" + os.path.basename(os.fspath(folder).rstrip("/\\"))
    return given and given.rstrip("/")


View = TypeVar("View", bound=Callable[..., Any])
SetupMethod = TypeVar("SetupMethod", bound=Callable[..., Any])


def setupmethod(f: SetupMethod) -> SetupMethod:
    """Decorate a method that sets something up, and has to be called in time.

    Follows ``flask.sansio.scaffold.setupmethod``.
    """

    def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:
        self._check_setup_finished(f.__name__)
        return f(self, *args, **kwargs)

    return cast(SetupMethod, update_wrapper(wrapper, f))


def needed(module: str) -> ModuleType:
    """Return what only programs with `async def` or an ASGI server need.

    Raises `RuntimeError` where it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        raise RuntimeError(
            f"There is no {module.partition('.')[0]} here, which `async def` functions"
            " and ASGI servers need. Install tinyflask[async]."
        ) from None


def call_at_the_end(functions: Iterable[Callable[..., Any]], *args: Any) -> None:
    """Call each of ``functions`` with ``args``, the last one first.

    An error in one does not keep the others from being called; it is raised after them.
    """
    left = list(functions)
    try:
        while left:
            left.pop()(*args)
    finally:
        if left:
            call_at_the_end(left, *args)


def make_response(*args: Any) -> Response:
    """Return the response that a view would make by returning ``args``.

    For a view, or what wraps it, that wants to change a response. Without arguments it
    is an empty one. Follows ``flask.make_response``.
    """
    if not args:
        return current_app.response_class()
    return current_app.make_response(args[0] if len(args) == 1 else args)


def url_for(
    endpoint: str,
    *,
    _anchor: str | None = None,
    _method: str | None = None,
    _scheme: str | None = None,
    _external: bool | None = None,
    **values: Any,
) -> str:
    """Return the URL for ``endpoint`` in the current application.

    Takes the arguments of `Flask.url_for`. Follows ``flask.url_for``.
    """
    return current_app.url_for(
        endpoint,
        _anchor=_anchor,
        _method=_method,
        _scheme=_scheme,
        _external=_external,
        **values,
    )


def abort(code: int | BaseResponse, *args: Any, **kwargs: Any) -> NoReturn:
    """Raise the HTTP error with the status ``code``, or a response as it is.

    The current application's `aborter` does it, or Werkzeug's without one. The other
    arguments are the error's. Raises `LookupError` for a code that is no error's.
    Follows ``flask.abort``.
    """
    if current_app:
        current_app.aborter(code, *args, **kwargs)
    werkzeug.exceptions.abort(code, *args, **kwargs)


def redirect(
    location: str, code: int = 302, Response: type[BaseResponse] | None = None
) -> BaseResponse:
    """Return a response that sends the client to ``location``.

    `Flask.redirect` of the current application makes it, or Werkzeug without one, which
    makes it a ``Response`` if given. Follows ``flask.redirect``.
    """
    if current_app:
        return current_app.redirect(location, code=code)
    return werkzeug.utils.redirect(location, code=code, Response=Response)


def flash(message: str, category: str = "message") -> None:
    """Keep ``message`` in the session, for whoever asks for it first.

    That is usually the next page that this client sees. Follows ``flask.flash``.
    """
    flashes = session.get("_flashes", [])
    flashes.append((category, message))
    session["_flashes"] = flashes
    if message_flashed.receivers:
        app = _request_context().app
        message_flashed.send(app, message=message, category=category)


def get_flashed_messages(
    with_categories: bool = False, category_filter: Iterable[str] = ()
) -> list[Any]:
    """Return the messages in the session, and take them out.

    For the rest of the request they can be had again. With ``with_categories`` each is
    a pair of category and message; ``category_filter`` are the categories that are
    wanted, by default all. Follows ``flask.get_flashed_messages``.
    """
    context = _request_context()
    if context.flashes is None:
        context.flashes = session.pop("_flashes") if "_flashes" in session else []
    flashes = context.flashes
    if category_filter:
        flashes = [each for each in flashes if each[0] in category_filter]
    return list(flashes) if with_categories else [message for _, message in flashes]


def stream_with_context(
    generator_or_function: Iterable[Any] | Callable[..., Iterable[Any]],
) -> Any:
    """Return an iterator of the same pieces, each made while the request is current.

    The request ends when the last piece is made, or the iterator closed. Wraps a
    function that returns an iterator, too. Raises `RuntimeError` where there is no
    request. Follows ``flask.stream_with_context``.
    """
    try:
        pieces = iter(generator_or_function)  # type: ignore[arg-type]
    except TypeError:
        function = cast(Callable[..., Iterable[Any]], generator_or_function)

        def decorator(*args: Any, **kwargs: Any) -> Any:
            return stream_with_context(function(*args, **kwargs))

        return update_wrapper(decorator, function)

    return _request_context().stream(pieces)


def send_file(
    path_or_file: os.PathLike[str] | str | IO[bytes],
    mimetype: str | None = None,
    as_attachment: bool = False,
    download_name: str | None = None,
    conditional: bool = True,
    etag: bool | str = True,
    last_modified: datetime | int | float | None = None,
    max_age: int | Callable[[str | None], int | None] | None = None,
) -> Any:
    """Return a response with the content of a file.

    A relative path is below the application's `root_path`; it must not come from a
    client. ``max_age`` is how many seconds a browser may keep it, by default what the
    application's `get_send_file_max_age` says. The other options are those of
    `werkzeug.utils.send_file`. Follows ``flask.send_file``.
    """
    options = {
        "mimetype": mimetype,
        "as_attachment": as_attachment,
        "download_name": download_name,
        "conditional": conditional,
        "etag": etag,
        "last_modified": last_modified,
        "max_age": max_age,
    }
    return werkzeug.utils.send_file(path_or_file, **_for_sending(options))


def send_from_directory(
    directory: os.PathLike[str] | str, path: os.PathLike[str] | str, **kwargs: Any
) -> Any:
    """Return a response with the content of the file at ``path`` below ``directory``.

    ``path`` may come from a client: one that leads out of the directory, or to no file,
    raises `NotFound`, 404. Takes the options of `send_file`. Follows
    ``flask.send_from_directory``.
    """
    return werkzeug.utils.send_from_directory(directory, path, **_for_sending(kwargs))


def _for_sending(options: dict[str, Any]) -> dict[str, Any]:
    if options.get("max_age") is None:
        options["max_age"] = current_app.get_send_file_max_age
    return {
        **options,
        "environ": request.environ,
        "response_class": current_app.response_class,
        "use_x_sendfile": current_app.config["USE_X_SENDFILE"],
        "_root_path": current_app.root_path,
    }


def get_template_attribute(template_name: str, attribute: str) -> Any:
    """Return a macro or a variable that a template defines.

    Follows ``flask.get_template_attribute``.
    """
    return getattr(current_app.jinja_env.get_template(template_name).module, attribute)
