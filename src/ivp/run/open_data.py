"""All downloads of the book together as open data: a data package and a DCAT-AP-NL description.

``datapackage.json`` follows the Data Package standard (datapackage.org, version 2), ``dcat.jsonld``
DCAT-AP-NL 3.0 (docs.geostandaarden.nl/dcat/dcat-ap-nl30). ``open-data.zip`` holds everything.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from ivp.indicators.book_sources import Source
from ivp.show.downloads import REASONS, DownloadRows
from ivp.show.figure_notes import FigureNotes, Imprint
from ivp.store import sha256

PAKKET, DCAT, ZIP = "datapackage.json", "dcat.jsonld", "open-data.zip"
_FILES = {
    "CSV": "text/csv",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
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


class Download(BaseModel):
    """The figures under one figure or table; ``name`` is that of their files, without suffix."""

    name: str
    page: str
    label: str
    notes: FigureNotes


def open_data(
    downloads: Iterable[Download], contents: Mapping[str, bytes], edition: Imprint
) -> dict[str, bytes]:
    """The files to put beside the downloads, by name; the same downloads give the same bytes.

    ``contents`` has the CSV and XLSX of each download by name.
    """
    every = sorted(downloads, key=lambda one: one.name)
    content = {
        name: contents[name] for one in every for name in (f"{one.name}.csv", f"{one.name}.xlsx")
    }
    made = {
        PAKKET: _json(_package(every, content, edition)),
        DCAT: _json(_catalog(every, content, edition)),
    }
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


def _package(
    every: list[Download], contents: Mapping[str, bytes], edition: Imprint
) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "integraal-veiligheidsplan",
        "title": f"De cijfers in: {edition.title}",
        "description": "De cijfers onder elke figuur en tabel van het boek, met hun bronnen.",
        "version": edition.number,
        "created": f"{edition.date.isoformat()}T00:00:00Z",
        **({"homepage": edition.address} if edition.address else {}),
        "contributors": [{"title": edition.author, "roles": ["publisher"]}],
        "resources": [_resource(one, contents[f"{one.name}.csv"], edition) for one in every],
    }


def _resource(one: Download, csv: bytes, edition: Imprint) -> dict[str, Any]:
    sources = edition.sources_of(one.notes)
    found = {
        "name": one.name,
        "path": f"{one.name}.csv",
        "title": one.notes.title,
        "description": _description(one),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(csv),
        "hash": f"sha256:{sha256(csv)}",
        "schema": {
            "fields": [
                {"name": name, "type": _type(one.notes.rows, i)}
                for i, name in enumerate(one.notes.rows.columns)
            ],
            "missingValues": ["", *REASONS],
        },
        "ivp": {
            "vaste_verwijzing": edition.permalink(one.page, one.label),
            "xlsx": f"{one.name}.xlsx",
            "werkelijk": not one.notes.example,
            "bronnen": [
                ({"sha256": source.sha256} if source.sha256 else {})
                | ({"opgehaald": source.opgehaald.isoformat()} if source.opgehaald else {})
                for source in sources
            ],
        },
    }
    if sources:
        found["sources"] = [
            {"title": s.full, **({"path": s.url} if s.url else {})} for s in sources
        ]
        found["licenses"] = [
            {"title": title, **({"path": path} if path else {})}
            for title, path in dict.fromkeys((s.licentie, s.licentie_url) for s in sources)
        ]
    return found


def _type(rows: DownloadRows, column: int) -> str:
    values = [row[column] for row in rows.rows]
    known = [value for value in values if value is not None and value not in REASONS]
    if not known or any(isinstance(value, str) for value in known):
        return "string"
    return "integer" if all(isinstance(value, int) for value in known) else "number"


def _description(one: Download) -> str:
    mark = " Voorbeeldcijfers: deze cijfers zijn niet echt." if one.notes.example else ""
    return f"{one.notes.title}.{mark}"


def _catalog(
    every: list[Download], contents: Mapping[str, bytes], edition: Imprint
) -> dict[str, Any]:
    publisher = {"@type": "foaf:Agent", "foaf:name": _nl(edition.author)}
    common = {
        "dct:publisher": publisher,
        "dct:creator": publisher,
        "dcat:contactPoint": {"@type": "vcard:Kind", "vcard:fn": edition.author},
        "dct:language": {"@id": f"{_EU}/language/NLD"},
        "dct:modified": {"@type": "xsd:date", "@value": edition.date.isoformat()},
    }
    return {
        "@context": _CONTEXT,
        "@id": f"{_base(edition)}{DCAT}",
        "@type": "dcat:Catalog",
        "dct:title": _nl(f"De cijfers in: {edition.title}"),
        "dct:description": _nl("De cijfers onder elke figuur en tabel van het boek."),
        **common,
        "dcat:dataset": [{**_dataset(one, contents, edition), **common} for one in every],
    }


def _dataset(one: Download, contents: Mapping[str, bytes], edition: Imprint) -> dict[str, Any]:
    page = {
        "@id": edition.permalink(one.page if edition.address else f"../../{one.page}", one.label)
    }
    licence = _licence(edition.sources_of(one.notes))
    return {
        "@id": f"{_base(edition)}{one.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": one.name,
        "dct:title": _nl(one.notes.title),
        "dct:description": _nl(_description(one)),
        "dct:accessRights": {"@id": f"{_EU}/access-right/PUBLIC"},
        "dcat:theme": [{"@id": f"{_EU}/data-theme/JUST"}],
        "dcat:version": edition.number,
        "dcat:landingPage": page,
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": _nl(f"{one.notes.title} ({kind})"),
                **_file(f"{one.name}.{kind.lower()}", contents, edition),
                "dct:format": {"@id": f"{_EU}/file-type/{kind}"},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
                "dct:license": {"@id": licence},
            }
            for kind, media in _FILES.items()
        ],
    }


def _file(name: str, contents: Mapping[str, bytes], edition: Imprint) -> dict[str, Any]:
    address = {"@id": f"{_base(edition)}{name}"}
    size = {"@type": "xsd:nonNegativeInteger", "@value": str(len(contents[name]))}
    checksum = {
        "@type": "spdx:Checksum",
        "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
        "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": sha256(contents[name])},
    }
    return {
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:byteSize": size,
        "spdx:checksum": checksum,
    }


def _licence(sources: list[Source]) -> str:
    """The licence of the whole: that of the source that asks most (naming its maker).

    The profile demands one; when no source has any, it is that the licence is not known.
    """
    found = [source.licentie_url for source in sources if source.licentie_url]
    return next((url for url in found if "/by" in url), found[0] if found else _UNKNOWN)


def _base(edition: Imprint) -> str:
    """Where the downloads are; relative to the description when the book has no address yet."""
    return f"{edition.address}_executed/downloads/" if edition.address else ""


def _nl(text: str) -> dict[str, str]:
    return {"@language": "nl", "@value": text}
