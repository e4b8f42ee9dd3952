"""The grammar of dates: words, tokens, and one module per kind of phrase. Pure functions; the door is
`transforms.dates`."""
