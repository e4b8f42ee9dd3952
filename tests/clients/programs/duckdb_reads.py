"""duckdb: the rows of a CSV or Parquet file, types left to it. Arguments: the file, names of columns."""

import sys

import duckdb
from told import moment, tell

path, columns = sys.argv[1], sys.argv[2:]
# It takes a column of days and instants for instants, and a day for its midnight: the dictionary says that it is text.
texts = ", types={" + ", ".join(f"'{c}': 'VARCHAR'" for c in columns if c in ("start", "published", "deadline")) + "}"
excel = ", delim=';', decimal_separator=','" if path.endswith(".excel.csv") else ""
source = f"read_csv('{path}'{texts}{excel})" if path.endswith(".csv") else f"read_parquet('{path}')"
cursor = duckdb.connect()
cursor.execute("SET TimeZone = 'UTC'")
found = cursor.execute(f"SELECT {', '.join(columns)} FROM {source}")
types = {d[0]: str(d[1]) for d in found.description}


def _plain(value):
    return value if value is None or isinstance(value, str | bool | int | float | list) else moment(value) or str(value)


tell({"types": types, "rows": [dict(zip(columns, map(_plain, row), strict=True)) for row in found.fetchall()]})
