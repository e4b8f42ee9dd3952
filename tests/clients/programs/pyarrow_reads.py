"""pyarrow: the rows of a Parquet file, its types and what it says of itself. Arguments: the file."""

import sys
from decimal import Decimal

import pyarrow.parquet as pq
from told import moment, tell

file = pq.ParquetFile(sys.argv[1])
table = file.read()
table.validate(full=True)


def _plain(value):
    if isinstance(value, Decimal):
        return str(value)
    return value if value is None or isinstance(value, str | bool | int | float | list) else moment(value)


tell({
    "types": {field.name: str(field.type) for field in table.schema},
    "compression": file.metadata.row_group(0).column(0).compression,
    "said": {k.decode(): v.decode() for k, v in (file.schema_arrow.metadata or {}).items()}
    | {k.decode(): v.decode() for k, v in (file.metadata.metadata or {}).items() if k != b"ARROW:schema"},
    "rows": [{k: _plain(v) for k, v in row.items()} for row in table.to_pylist()],
})  # fmt: skip
