"""Write ``data/sjablonen/`` again from the formats: ``python -m ivp.data.readers``."""

from ivp.data.readers import sjablonen
from ivp.data.readers.formaten import LEVERINGEN
from ivp.paths import Project

folder = Project.find().data / "sjablonen"
folder.mkdir(parents=True, exist_ok=True)
for levering in LEVERINGEN.values():
    for naam, inhoud in sjablonen.bestanden(levering).items():
        (folder / naam).write_text(inhoud, encoding="utf-8", newline="\n")
