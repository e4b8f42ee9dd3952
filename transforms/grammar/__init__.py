"""The grammar of dates: words, tokens, and one module per kind of phrase. The door is `transforms.dates`."""
