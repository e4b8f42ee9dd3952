"""Push: who asked to be told when a feed changes.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "websub_subscriptions",
        _text("topic", "Address of the feed, as it stands in its rel=self"),
        _text("callback", "Address that is told; it can be a secret of the subscriber's"),
        _text("host", "Host of the callback, by which subscriptions are counted"),
        _text("secret", "Key of the signatures. In clear: an HMAC cannot be made from a hash of its key", null=True),
        _instant("lease_until", "When it ends by itself; empty until the callback confirmed it", null=True),
        _text("wanted", "subscribe or unsubscribe: a request that its callback has not confirmed yet", null=True),
        _text("wanted_secret", "Key that this request brings, in clear as well", null=True),
        sa.Column("wanted_seconds", sa.Integer(), nullable=True, comment="Seconds of lease that this request brings"),
        _instant("asked_at", "When the last request came"),
        _text("delivered", "sha-256 of the last bytes that the callback took; empty = none yet", null=True),
        _instant("delivered_at", "When it took them", null=True),
        sa.Column(
            "attempts",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="Failures in a row of the present confirmation or delivery",
        ),
        _instant("next_attempt_at", "Nothing is sent to the callback before"),
        _text("last_error", "Why the last attempt failed", null=True),
        sa.CheckConstraint("wanted IN ('subscribe', 'unsubscribe')", name=op.f("ck_websub_subscriptions_wanted")),
        sa.CheckConstraint(
            "wanted IS NOT NULL OR lease_until IS NOT NULL", name=op.f("ck_websub_subscriptions_purpose")
        ),
        sa.PrimaryKeyConstraint("topic", "callback", name=op.f("pk_websub_subscriptions")),
        comment="Subscribers of feeds by WebSub. Asked for from outside: nothing of it can be made again from captures",
    )
    op.create_index("ix_websub_subscriptions_host", "websub_subscriptions", ["host"])
    op.create_index("ix_websub_subscriptions_next_attempt_at", "websub_subscriptions", ["next_attempt_at"])


def _text(name: str, comment: str, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null, comment=comment)


def _instant(name: str, comment: str, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null, comment=comment)
