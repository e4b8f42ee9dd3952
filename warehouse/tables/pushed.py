"""Who asked to be told when a feed changes (WebSub), and what each of them was told."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Table

from warehouse.tables.columns import instant, metadata, number, text

websub_subscriptions = Table(
    "websub_subscriptions",
    metadata,
    text("topic", "Address of the feed, as it stands in its rel=self", key=True),
    text("callback", "Address that is told; it can be a secret of the subscriber's", key=True),
    text("host", "Host of the callback, by which subscriptions are counted"),
    text("secret", "Key of the signatures. In clear: an HMAC cannot be made from a hash of its key", null=True),
    instant("lease_until", "When it ends by itself; empty until the callback confirmed it", null=True),
    text("wanted", "subscribe or unsubscribe: a request that its callback has not confirmed yet", null=True),
    text("wanted_secret", "Key that this request brings, in clear as well", null=True),
    number("wanted_seconds", "Seconds of lease that this request brings", null=True),
    instant("asked_at", "When the last request came"),
    text("delivered", "sha-256 of the last bytes that the callback took; empty = none yet", null=True),
    instant("delivered_at", "When it took them", null=True),
    number("attempts", "Failures in a row of the present confirmation or delivery", default="0"),
    instant("next_attempt_at", "Nothing is sent to the callback before"),
    text("last_error", "Why the last attempt failed", null=True),
    CheckConstraint("wanted IN ('subscribe', 'unsubscribe')", name="wanted"),
    CheckConstraint("wanted IS NOT NULL OR lease_until IS NOT NULL", name="purpose"),
    Index("ix_websub_subscriptions_host", "host"),
    Index("ix_websub_subscriptions_next_attempt_at", "next_attempt_at"),
    comment="Subscribers of feeds by WebSub. Asked for from outside: nothing of it can be made again from captures",
)
