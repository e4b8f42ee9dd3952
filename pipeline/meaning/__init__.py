"""What `vigie meaning TASK` says of one text, as plain JSON values: one module per task, each with one `read`.

The fields of each answer are documented in docs/meaning.md.
"""
