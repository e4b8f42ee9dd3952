"""The ground floor of Vigie: the words that every room speaks (see docs/rooms.md)."""
