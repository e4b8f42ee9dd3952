"""A year in a box: the product lives through the simulated year by its public functions, with a clock that is moved.

No Airflow and no socket: the web is asked in process. What was right and what was wrong is counted against the truth
that the simulator alone knows.
"""
