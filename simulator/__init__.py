"""A made-up Walloon web: a seeded world of events, news and calls whose truth is known, served on loopback.

It imports nothing of the product, so that its truth is independent of what the product believes.
"""
