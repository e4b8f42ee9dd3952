"""geojson-pydantic: the features of a file, its types checked. Arguments: the file."""

import sys
from pathlib import Path

from geojson_pydantic import FeatureCollection
from told import tell

read = FeatureCollection.model_validate_json(Path(sys.argv[1]).read_bytes())
tell({
    "bbox": read.bbox,
    "features": [
        {"id": f.id, "point": list(f.geometry.coordinates) if f.geometry else None, "properties": f.properties}
        for f in read.features
    ],
})  # fmt: skip
