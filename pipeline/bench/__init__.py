"""`make bench`: Vigie against named peers, both sides in one alternated run (PERFORMANCE.md). Prints, writes nothing.

A peer is only what is installed; a goal whose peer is not says so and has no ratio. One module per bench.
"""
