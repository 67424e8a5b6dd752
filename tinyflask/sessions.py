"""Sessions: what an application remembers of a client, kept by the client, signed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, MutableMapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn, cast

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer, want_bytes
from werkzeug.datastructures import CallbackDict

from .json.tag import TaggedJSONSerializer

if TYPE_CHECKING:
    from .app import Flask
    from .wrappers import Request, Response


class SessionMixin(MutableMapping[str, Any]):
    """What a session is besides a dictionary. Follows ``flask.sessions.SessionMixin``.

    ``modified`` says whether it has to be saved, ``accessed`` whether anybody looked.
    """

    new = False
    modified = True
    accessed = False

    @property
    def permanent(self) -> bool:
        """Whether it outlasts the browser, for `permanent_session_lifetime`."""
        return bool(self.get("_permanent", False))

    @permanent.setter
    def permanent(self, value: bool) -> None:
        self["_permanent"] = bool(value)


class SecureCookieSession(CallbackDict[str, Any], SessionMixin):
    """A session in a cookie, which notices when one of its keys is set or deleted."""

    modified = False

    def __init__(self, initial: Any = None) -> None:
        def on_update(self: SecureCookieSession) -> None:
            self.modified = True

        super().__init__(initial, cast(Any, on_update))


class NullSession(SecureCookieSession):
    """The session of an application without a key: it can be read, and is empty."""

    def _fail(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RuntimeError(
            "There is no session, because there is no key to sign it with. Set"
            " app.secret_key to something secret, once: what"
            " `python -c 'import secrets; print(secrets.token_hex())'` prints."
        )

    __setitem__ = __delitem__ = __ior__ = _fail
    clear = pop = popitem = update = setdefault = _fail


class SessionInterface:
    """How sessions are opened and saved. Follows ``flask.sessions.SessionInterface``.

    For one of your own, derive from this and write `open_session` and `save_session`.
    """

    null_session_class = NullSession

    def make_null_session(self, app: Flask) -> NullSession:
        """Return the session for when there can be none."""
        return self.null_session_class()

    def is_null_session(self, obj: object) -> bool:
        """Return whether ``obj`` is such a session. It is not saved."""
        return isinstance(obj, self.null_session_class)

    def get_cookie_name(self, app: Flask) -> str:
        """Return the setting ``SESSION_COOKIE_NAME``."""
        return cast(str, app.config["SESSION_COOKIE_NAME"])

    def get_cookie_domain(self, app: Flask) -> str | None:
        """Return the setting ``SESSION_COOKIE_DOMAIN``."""
        return cast("str | None", app.config["SESSION_COOKIE_DOMAIN"])

    def get_cookie_path(self, app: Flask) -> str:
        """Return the setting ``SESSION_COOKIE_PATH``, or ``APPLICATION_ROOT``."""
        path = app.config["SESSION_COOKIE_PATH"] or app.config["APPLICATION_ROOT"]
        return cast(str, path)

    def get_cookie_httponly(self, app: Flask) -> bool:
        """Return the setting ``SESSION_COOKIE_HTTPONLY``."""
        return bool(app.config["SESSION_COOKIE_HTTPONLY"])

    def get_cookie_secure(self, app: Flask) -> bool:
        """Return the setting ``SESSION_COOKIE_SECURE``."""
        return bool(app.config["SESSION_COOKIE_SECURE"])

    def get_cookie_samesite(self, app: Flask) -> str | None:
        """Return the setting ``SESSION_COOKIE_SAMESITE``."""
        return cast("str | None", app.config["SESSION_COOKIE_SAMESITE"])

    def get_cookie_partitioned(self, app: Flask) -> bool:
        """Return the setting ``SESSION_COOKIE_PARTITIONED``."""
        return bool(app.config["SESSION_COOKIE_PARTITIONED"])

    def get_expiration_time(self, app: Flask, session: SessionMixin) -> datetime | None:
        """Return when the cookie expires; ``None`` is when the browser is closed."""
        if session.permanent:
            lifetime: timedelta = app.permanent_session_lifetime
            return datetime.now(UTC) + lifetime
        return None

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Return whether the cookie is sent: the session was modified, or lasts."""
        refresh: bool = app.config["SESSION_REFRESH_EACH_REQUEST"]
        return session.modified or (session.permanent and refresh)

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        """Return the session that ``request`` belongs to, or ``None`` for none."""
        raise NotImplementedError

    def save_session(
        self, app: Flask, session: SessionMixin, response: Response
    ) -> None:
        """Keep ``session`` for the next request."""
        raise NotImplementedError


@lru_cache
def _derived_key(
    secret_key: bytes, salt: bytes, key_derivation: str, digest_method: Any
) -> bytes:
    signer = TimestampSigner(
        secret_key, salt, key_derivation=key_derivation, digest_method=digest_method
    )
    return signer.derive_key()


class _Signer(TimestampSigner):
    """Signs with a key that is derived once, and not for each signature."""

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        key = want_bytes(self.secret_key if secret_key is None else secret_key)
        try:
            return _derived_key(key, self.salt, self.key_derivation, self.digest_method)
        except TypeError:
            # One of them has no hash, and cannot be remembered.
            return super().derive_key(secret_key)


def _signing_serializer(
    keys: tuple[str, ...],
    salt: str,
    serializer: Any,
    key_derivation: str,
    digest_method: Callable[..., Any],
) -> URLSafeTimedSerializer:
    signer = {"key_derivation": key_derivation, "digest_method": digest_method}
    return URLSafeTimedSerializer(
        list(keys), salt, serializer, signer=_Signer, signer_kwargs=signer
    )


_remembered_serializer = lru_cache(_signing_serializer)


def _sha1(string: bytes = b"") -> Any:
    # Looked up when it is called: not every Python has it.
    return hashlib.sha1(string)


class SecureCookieSessionInterface(SessionInterface):
    """Sessions in a signed cookie: everybody can read it, and nobody change it.

    Follows ``flask.sessions.SecureCookieSessionInterface``.
    """

    salt = "cookie-session"
    digest_method = staticmethod(_sha1)
    key_derivation = "hmac"
    serializer = TaggedJSONSerializer()
    session_class = SecureCookieSession

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs with ``secret_key`` and reads ``SECRET_KEY_FALLBACKS`` too.

        ``None`` if there is no key.
        """
        if not app.secret_key:
            return None
        keys = (*(app.config["SECRET_KEY_FALLBACKS"] or ()), app.secret_key)
        made_of = (
            keys,
            self.salt,
            self.serializer,
            self.key_derivation,
            self.digest_method,
        )
        try:
            return _remembered_serializer(*made_of)
        except TypeError:
            # One of them has no hash, and cannot be remembered.
            return _signing_serializer(*made_of)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session in the request's cookie, or an empty one.

        It is empty too if the cookie was changed, is too old or holds something else.
        ``None`` if there is no key.
        """
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return self.session_class()
        max_age = int(app.permanent_session_lifetime.total_seconds())
        try:
            content = serializer.loads(cookie, max_age=max_age)
        except BadData:
            content = None
        return self.session_class(content if isinstance(content, dict) else None)

    def save_session(
        self, app: Flask, session: SessionMixin, response: Response
    ) -> None:
        """Set the cookie if it changed, or delete it if the session is empty now."""
        name = self.get_cookie_name(app)
        options: dict[str, Any] = {
            "domain": self.get_cookie_domain(app),
            "path": self.get_cookie_path(app),
            "secure": self.get_cookie_secure(app),
            "httponly": self.get_cookie_httponly(app),
            "samesite": self.get_cookie_samesite(app),
            "partitioned": self.get_cookie_partitioned(app),
        }
        if session.accessed:
            response.vary.add("Cookie")
        if not session:
            if session.modified:
                response.delete_cookie(name, **options)
                response.vary.add("Cookie")
        elif self.should_set_cookie(app, session):
            serializer = cast(URLSafeTimedSerializer, self.get_signing_serializer(app))
            value = serializer.dumps(dict(session))
            expires = self.get_expiration_time(app, session)
            response.set_cookie(name, value, expires=expires, **options)
            response.vary.add("Cookie")


def may_wait(app: Flask, request: Request) -> bool:
    """Return whether the session need not be opened until somebody asks for it.

    So it is where the request brings none. Another interface, or a session of another
    class, may do something unasked.
    """
    interface = app.session_interface
    if type(interface) is not SecureCookieSessionInterface:
        return False
    if interface.session_class is not SecureCookieSession:
        return False
    return interface.get_cookie_name(app) not in request.environ.get("HTTP_COOKIE", "")
