"""Write ``data/sjablonen/`` again from the formats: ``python -m ivp.sources.readers``."""

from ivp.paths import Project
from ivp.sources.readers import sjablonen
from ivp.sources.readers.formaten import LEVERINGEN

folder = Project.find().data / "sjablonen"
folder.mkdir(parents=True, exist_ok=True)
for levering in LEVERINGEN.values():
    for naam, inhoud in sjablonen.bestanden(levering).items():
        (folder / naam).write_text(inhoud, encoding="utf-8", newline="\n")
