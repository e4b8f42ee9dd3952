"""jsonschema: whether documents fit the schemas that a site serves, formats included.

Arguments: pairs of the address of a schema and the address of a document; `URL#/a/b` is a part of it, `*` any member.
"""

import sys

import httpx
from jsonschema import Draft202012Validator
from told import tell


def _parts(document, path):
    if not path:
        return [document]
    name, *rest = path
    members = document if name == "*" else [document[name]]
    return [part for member in members for part in _parts(member, rest)]


def _judged(schema_url, document_url):
    schema = httpx.get(schema_url).raise_for_status().json()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    url, _, path = document_url.partition("#")
    parts = _parts(httpx.get(url).raise_for_status().json(), [p for p in path.split("/") if p])
    errors = [f"{e.json_path}: {e.message}"[:300] for part in parts for e in validator.iter_errors(part)]
    return {"schema": schema_url, "document": document_url, "parts": len(parts), "errors": errors[:5]}


tell([_judged(*pair) for pair in zip(sys.argv[1::2], sys.argv[2::2], strict=True)])
