"""Why something could not be fetched: one exception, one cause of the closed list."""

from __future__ import annotations

from datetime import datetime

from vigie.model import Cause


class FetchError(Exception):
    """A request brought nothing that may be read. `status` is the HTTP status when there was one.

    `retry_at` (aware UTC) is when the host lets us come back, when it said so.
    """

    def __init__(
        self,
        cause: Cause,
        message: str,
        url: str,
        status: int | None = None,
        source: str = "",
        retry_at: datetime | None = None,
    ) -> None:
        super().__init__(f"{source}: {message} ({url})" if source else f"{message} ({url})")
        self.cause = cause
        self.message = message
        self.url = url
        self.status = status
        self.source = source
        self.retry_at = retry_at

    def of(self, source: str) -> FetchError:
        """The same failure, naming its source."""
        return FetchError(self.cause, self.message, self.url, self.status, source, self.retry_at)
