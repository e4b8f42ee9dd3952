"""openpyxl: the rows of the first sheet, and its cells that are formulas. Arguments: the file."""

import sys

import openpyxl
from told import moment, tell

book = openpyxl.load_workbook(sys.argv[1])
formulas = [
    f"{sheet.title}!{c.coordinate}" for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"
]
header, *rows = book.worksheets[0].iter_rows(values_only=True)


def _plain(value):
    return (
        value
        if value is None or isinstance(value, str | bool | int | float)
        else moment(value.date())
        if (value.hour == value.minute == 0)
        else value.isoformat()
    )


tell({
    "sheets": book.sheetnames,
    "formulas": formulas,
    "rows": [{name: _plain(value) for name, value in zip(header, row, strict=True)} for row in rows],
})  # fmt: skip
