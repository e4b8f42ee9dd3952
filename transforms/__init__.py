"""Understand: from what a source says to what it means (DESIGN.md §3). No room but `vigie` is imported here."""
