"""Floor 1, the verb "get": the catalogue, the polite client, captures and one reader per platform (docs/rooms.md)."""
