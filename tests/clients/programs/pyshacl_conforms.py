"""pyshacl: whether graphs conform to shapes. No network: schema.org's context is the local map that is named.

Arguments: `--context FILE`, `--shapes FILE`s, `--data FILE`s (JSON-LD or Turtle).
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import pyshacl
from rdflib import RDF, SH, Graph
from told import tell

parser = argparse.ArgumentParser()
parser.add_argument("--context")
parser.add_argument("--shapes", nargs="+")
parser.add_argument("--data", nargs="+")
asked = parser.parse_args()
shapes = Graph()
for path in asked.shapes:
    shapes.parse(path)


def _graph(path):
    if not path.endswith(".jsonld"):
        return Graph().parse(path)
    document = json.loads(Path(path).read_text(encoding="utf-8"))
    if asked.context:
        document["@context"] = json.loads(Path(asked.context).read_text())
    return Graph().parse(data=json.dumps(document), format="json-ld")


def _judged(path):
    graph = _graph(path)
    conforms, report, text = pyshacl.validate(graph, shacl_graph=shapes, advanced=True)
    kinds = Counter(str(o).rsplit("/", 1)[-1].rsplit("#", 1)[-1] for o in graph.objects(None, RDF.type))
    faults = [r for r in report.objects(None, SH.result) if report.value(r, SH.resultSeverity) == SH.Violation]
    paths = sorted({str(report.value(fault, SH.resultPath)) for fault in faults})
    return {"conforms": conforms, "said": text[:3000], "types": kinds, "paths": paths}


tell({path: _judged(path) for path in asked.data})
