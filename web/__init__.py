"""Readers' pages and the feed service (floor 4): server-rendered French pages over the warehouse, no JavaScript."""
