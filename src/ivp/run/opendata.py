"""All downloads of the book together as open data: a data package and a DCAT-AP-NL description.

``datapackage.json`` follows the Data Package standard (datapackage.org, version 2), ``dcat.jsonld``
DCAT-AP-NL 3.0 (docs.geostandaarden.nl/dcat/dcat-ap-nl30). ``open-data.zip`` holds everything.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ivp.show.download import REDENEN, Gegevens
from ivp.show.onderschrift import Herkomst, Uitgave
from ivp.store import sha256

PAKKET, DCAT, ZIP = "datapackage.json", "dcat.jsonld", "open-data.zip"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EU = "http://publications.europa.eu/resource/authority"
_UNKNOWN = "http://standaarden.overheid.nl/owms/terms/licentieonbekend"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


_PLAIN = ("bestand", "pagina", "label", "titel", "voorbeeld")


@dataclass(frozen=True)
class Download:
    """The figures under one figure or table; ``bestand`` is their file without suffix."""

    bestand: str
    pagina: str
    label: str
    titel: str
    voorbeeld: bool
    bronnen: tuple[str, ...]
    gegevens: Gegevens
    csv: bytes
    xlsx: bytes

    def bestanden(self) -> dict[str, bytes]:
        """The two files by name."""
        return {f"{self.bestand}.csv": self.csv, f"{self.bestand}.xlsx": self.xlsx}

    def beschrijving(self) -> dict[str, Any]:
        """All but the files, as plain data; ``van`` reads it back."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        return {**plain, "bronnen": list(self.bronnen), "gegevens": self.gegevens.model_dump()}

    @classmethod
    def van(cls, beschrijving: Mapping[str, Any], bestanden: Mapping[str, bytes]) -> Download:
        """The download that ``beschrijving`` was made from, with its files."""
        name = beschrijving["bestand"]
        return cls(
            **{key: beschrijving[key] for key in _PLAIN},
            bronnen=tuple(beschrijving["bronnen"]),
            gegevens=Gegevens.model_validate(beschrijving["gegevens"]),
            csv=bestanden[f"{name}.csv"],
            xlsx=bestanden[f"{name}.xlsx"],
        )


def bestanden(downloads: Iterable[Download], uitgave: Uitgave) -> dict[str, bytes]:
    """The files to put beside the downloads, by name; the same downloads give the same bytes."""
    every = sorted(downloads, key=lambda one: one.bestand)
    made = {
        PAKKET: _json(_package(every, uitgave)),
        DCAT: _json(_catalog(every, uitgave)),
    }
    content = {name: raw for one in every for name, raw in one.bestanden().items()}
    return made | {ZIP: _zip(content | made)}


def _json(data: Any) -> bytes:
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()


def _zip(content: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content[name])
    return out.getvalue()


def _package(every: list[Download], uitgave: Uitgave) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "integraal-veiligheidsplan",
        "title": f"De cijfers in: {uitgave.titel}",
        "description": "De cijfers onder elke figuur en tabel van het boek, met hun bronnen.",
        "version": uitgave.nummer,
        "created": f"{uitgave.datum.isoformat()}T00:00:00Z",
        **({"homepage": uitgave.adres} if uitgave.adres else {}),
        "contributors": [{"title": uitgave.auteur, "roles": ["publisher"]}],
        "resources": [_resource(one, uitgave) for one in every],
    }


def _resource(one: Download, uitgave: Uitgave) -> dict[str, Any]:
    sources = _sources(one, uitgave)
    found = {
        "name": one.bestand,
        "path": f"{one.bestand}.csv",
        "title": one.titel,
        "description": _description(one),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(one.csv),
        "hash": f"sha256:{sha256(one.csv)}",
        "schema": {
            "fields": [
                {"name": name, "type": _type(one.gegevens, i)}
                for i, name in enumerate(one.gegevens.kolommen)
            ],
            "missingValues": ["", *REDENEN],
        },
        "ivp": {
            "vaste_verwijzing": uitgave.vast(one.pagina, one.label),
            "xlsx": f"{one.bestand}.xlsx",
            "werkelijk": not one.voorbeeld,
            "bronnen": [
                ({"sha256": source.sha256} if source.sha256 else {})
                | {"opgehaald": source.opgehaald.isoformat()}
                for source in sources
            ],
        },
    }
    if sources:
        found["sources"] = [
            {"title": s.naam, **({"path": s.url} if s.url else {})} for s in sources
        ]
        found["licenses"] = [
            {"title": title, **({"path": path} if path else {})}
            for title, path in dict.fromkeys((s.licentie, s.licentie_url) for s in sources)
        ]
    return found


def _type(rows: Gegevens, column: int) -> str:
    values = [row[column] for row in rows.rijen]
    known = [value for value in values if value is not None and value not in REDENEN]
    if not known or any(isinstance(value, str) for value in known):
        return "string"
    return "integer" if all(isinstance(value, int) for value in known) else "number"


def _description(one: Download) -> str:
    mark = " Voorbeeldcijfers: deze cijfers zijn niet echt." if one.voorbeeld else ""
    return f"{one.titel}.{mark}"


def _sources(one: Download, uitgave: Uitgave) -> list[Herkomst]:
    return [uitgave.bronnen[name] for name in one.bronnen if name in uitgave.bronnen]


def _catalog(every: list[Download], uitgave: Uitgave) -> dict[str, Any]:
    publisher = {"@type": "foaf:Agent", "foaf:name": _nl(uitgave.auteur)}
    return {
        "@context": _CONTEXT,
        "@id": f"{_base(uitgave)}{DCAT}",
        "@type": "dcat:Catalog",
        "dct:title": _nl(f"De cijfers in: {uitgave.titel}"),
        "dct:description": _nl("De cijfers onder elke figuur en tabel van het boek."),
        "dct:publisher": publisher,
        "dct:creator": publisher,
        "dcat:contactPoint": _contact(uitgave),
        "dct:language": {"@id": f"{_EU}/language/NLD"},
        "dct:modified": _day(uitgave),
        "dcat:dataset": [_dataset(one, uitgave, publisher) for one in every],
    }


def _dataset(one: Download, uitgave: Uitgave, publisher: dict[str, Any]) -> dict[str, Any]:
    base = _base(uitgave)
    page = {"@id": uitgave.vast(one.pagina if uitgave.adres else f"../../{one.pagina}", one.label)}
    return {
        "@id": f"{base}{one.bestand}",
        "@type": "dcat:Dataset",
        "dct:identifier": one.bestand,
        "dct:title": _nl(one.titel),
        "dct:description": _nl(_description(one)),
        "dct:publisher": publisher,
        "dct:creator": publisher,
        "dcat:contactPoint": _contact(uitgave),
        "dct:accessRights": {"@id": f"{_EU}/access-right/PUBLIC"},
        "dcat:theme": [{"@id": f"{_EU}/data-theme/JUST"}],
        "dct:language": {"@id": f"{_EU}/language/NLD"},
        "dct:modified": _day(uitgave),
        "dcat:version": uitgave.nummer,
        "dcat:landingPage": page,
        "dcat:distribution": [
            _distribution(one, uitgave, "csv", "CSV", "text/csv", one.csv),
            _distribution(one, uitgave, "xlsx", "XLSX", _XLSX, one.xlsx),
        ],
    }


def _distribution(
    one: Download, uitgave: Uitgave, suffix: str, kind: str, media: str, content: bytes
) -> dict[str, Any]:
    address = {"@id": f"{_base(uitgave)}{one.bestand}.{suffix}"}
    return {
        "@type": "dcat:Distribution",
        "dct:title": _nl(f"{one.titel} ({kind})"),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dct:format": {"@id": f"{_EU}/file-type/{kind}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(len(content))},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": sha256(content)},
        },
        "dct:license": {"@id": _licence(_sources(one, uitgave))},
    }


def _licence(sources: list[Herkomst]) -> str:
    """The licence of the whole: that of the source that asks most (naming its maker).

    The profile demands one; when no source has any, it is that the licence is not known.
    """
    found = [source.licentie_url for source in sources if source.licentie_url]
    return next((url for url in found if "/by" in url), found[0] if found else _UNKNOWN)


def _contact(uitgave: Uitgave) -> dict[str, Any]:
    return {"@type": "vcard:Kind", "vcard:fn": uitgave.auteur}


def _day(uitgave: Uitgave) -> dict[str, Any]:
    return {"@type": "xsd:date", "@value": uitgave.datum.isoformat()}


def _base(uitgave: Uitgave) -> str:
    """Where the downloads are; relative to the description when the book has no address yet."""
    return f"{uitgave.adres}_executed/downloads/" if uitgave.adres else ""


def _nl(text: str) -> dict[str, str]:
    return {"@language": "nl", "@value": text}
