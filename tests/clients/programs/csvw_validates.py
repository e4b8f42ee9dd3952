"""csvw: whether a table fits what its metadata say. Arguments: addresses of tables, their metadata beside them."""

import sys
import warnings

from csvw import CSVW
from told import tell


def _judged(url):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        table = CSVW(url, validate=True)
        valid = table.is_valid
        rows = len(list(table.tables[0].iterdicts()))
    return {"valid": valid, "rows": rows, "said": [str(w.message) for w in said]}


tell({url: _judged(url) for url in sys.argv[1:]})
