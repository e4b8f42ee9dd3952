"""A request to the hub as it was sent (WebSub §5.1), read and checked as far as that needs no network. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from warehouse.websub_requests import Asked, Mode

ADDRESS_MOST = 2_048
SECRET_MOST = 199
HOUR, DAY = 3_600, 86_400
LEASE, SHORTEST, LONGEST = 10 * DAY, HOUR, 30 * DAY
_ADDRESS = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,12}")


class BadRequest(ValueError):
    """What does not fit; the message names the parameter, in French and in English."""


def read(body: bytes, own_host: str) -> Asked:
    """The request in a form-encoded body. Parameters that are not ours are left alone. Raises BadRequest."""
    try:
        form = parse_qs(body.decode("ascii"), keep_blank_values=True, strict_parsing=False, max_num_fields=50)
    except (UnicodeDecodeError, ValueError) as error:
        raise BadRequest("formulaire illisible. unreadable form.") from error
    mode = _one(form, "hub.mode")
    if mode not in tuple(Mode):
        raise BadRequest("hub.mode : subscribe ou unsubscribe. hub.mode: subscribe or unsubscribe.")
    callback = _one(form, "hub.callback")
    host = callback_host(callback)
    if host == own_host:
        raise BadRequest("hub.callback : notre propre adresse. hub.callback: our own address.")
    topic = _one(form, "hub.topic")
    if len(topic) > ADDRESS_MOST or not _ADDRESS.fullmatch(topic):
        raise BadRequest("hub.topic : l’adresse d’un flux. hub.topic: the address of a feed.")
    return Asked(topic, callback, host, Mode(mode), _secret(form), _lease(_one(form, "hub.lease_seconds")))


def callback_host(callback: str) -> str:
    """Host of an address that may be called back; where it leads is checked when it is called. Raises BadRequest."""
    wrong = BadRequest(
        "hub.callback : une adresse http ou https, sans identifiants ni fragment, port 80 ou 443. "
        "hub.callback: an http or https address without credentials or fragment, port 80 or 443."
    )
    if len(callback) > ADDRESS_MOST or not _ADDRESS.fullmatch(callback) or "\\" in callback or "#" in callback:
        raise wrong
    try:
        parts = urlsplit(callback)
        port = parts.port
    except ValueError as error:
        raise wrong from error
    usual = 443 if parts.scheme == "https" else 80
    if not parts.hostname or "@" in parts.netloc or port not in (None, usual):
        raise wrong
    return parts.hostname.rstrip(".")


def _one(form: dict[str, list[str]], name: str) -> str:
    values = form.get(name, [""])
    if len(values) > 1:
        raise BadRequest(f"{name} : plusieurs fois. {name}: more than once.")
    return values[0]


def _secret(form: dict[str, list[str]]) -> str | None:
    """None when none is asked for. An empty one would be a promise of signatures that anybody can make."""
    if "hub.secret" not in form:
        return None
    secret = _one(form, "hub.secret")
    if not 1 <= len(secret.encode("utf-8", "surrogatepass")) <= SECRET_MOST or "\x00" in secret or "\ufffd" in secret:
        raise BadRequest(f"hub.secret : de 1 à {SECRET_MOST} octets. hub.secret: 1 to {SECRET_MOST} bytes.")
    return secret


def _lease(text: str) -> int:
    if not text:
        return LEASE
    if not _NUMBER.fullmatch(text):
        raise BadRequest("hub.lease_seconds : un nombre de secondes. hub.lease_seconds: a number of seconds.")
    return min(max(int(text), SHORTEST), LONGEST)
