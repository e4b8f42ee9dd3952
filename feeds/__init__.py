"""Tells machines: one module per format, the publisher, the manifest (FEEDS.md). Reads items, writes bytes."""
