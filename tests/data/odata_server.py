"""A real HTTP server on the loopback that speaks OData v3 and v4 as CBS and the police do.

It serves tables held in memory: metadata, code lists with padded keys, rows with ``$filter``,
``$top`` and ``$skip``; the Api refuses large results, the Feed and v4 hand them out in pages.
Faults are queued and strike the requests that they fit.
"""

from __future__ import annotations

import copy
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

Rij = dict[str, Any]
NIEUW = "Wanneer komen er nieuwe cijfers?\r\n15 januari komen de cijfers over december.\r\n\r\n"


@dataclass
class Tabel:
    """One table; ``codes`` per dimension, keys padded as the service does."""

    naam: str
    codes: dict[str, list[Rij]]
    soorten: dict[str, str]
    """Per dimension its type: Dimension, GeoDimension, GeoDetail or TimeDimension."""
    onderwerpen: dict[str, str]
    """Per topic its data type, such as Long."""
    rijen: list[Rij]
    gewijzigd: str = "2024-01-15T02:00:00"
    titel: str = "Geregistreerde misdrijven; soort misdrijf, gemeente"

    def info(self) -> Rij:
        return {
            "ID": 0,
            "Title": self.titel,
            "Identifier": self.naam,
            "Modified": self.gewijzigd,
            "Frequency": "Permaand",
            "ShortDescription": f"\nDeze tabel bevat cijfers.\r\n\r\n{NIEUW}",
            "Description": "INHOUDSOPGAVE",
            "MetaDataModified": self.gewijzigd,
        }

    def eigenschappen(self) -> list[Rij]:
        rows: list[Rij] = [
            {
                "odata.type": f"Cbs.OData.{kind}",
                "ID": number,
                "Position": number,
                "ParentID": None,
                "Type": kind,
                "Key": naam,
                "Title": naam,
                "Description": "",
            }
            for number, (naam, kind) in enumerate(self.soorten.items())
        ]
        return rows + [
            {
                "odata.type": "Cbs.OData.Topic",
                "ID": len(rows) + number,
                "Position": len(rows) + number,
                "ParentID": None,
                "Type": "Topic",
                "Key": naam,
                "Title": naam.rpartition("_")[0],
                "Description": "",
                "Datatype": kind,
                "Unit": "aantal",
                "Decimals": 0,
                "Default": "Missing",
            }
            for number, (naam, kind) in enumerate(self.onderwerpen.items())
        ]

    def ongetypeerd(self) -> list[Rij]:
        """The rows of ``UntypedDataSet``: every value text, padded to the left."""
        return [
            {
                naam: (
                    value
                    if naam in self.codes or naam == "ID" or isinstance(value, str)
                    else f"{'.' if value is None else value:>8}"
                )
                for naam, value in row.items()
            }
            for row in self.rijen
        ]

    def waarnemingen(self) -> list[Rij]:
        """The rows of v4: one per figure, keys without padding."""
        long = [
            {
                "Measure": topic,
                "ValueAttribute": "None" if row[topic] is not None else "Confidential",
                "Value": None if row[topic] is None else float(row[topic]),
                **{dimension: row[dimension].strip() for dimension in self.codes},
            }
            for row in self.rijen
            for topic in self.onderwerpen
        ]
        return [{"Id": number, **row} for number, row in enumerate(long)]


@dataclass
class Storing:
    """What goes wrong, at which path, and for how many requests (after ``na`` that go well)."""

    soort: str
    bij: str = "DataSet|Observations"
    keer: int = 1
    na: int = 0
    doe: Callable[[], None] | None = None
    kop: dict[str, str] = field(default_factory=dict)


class Server(ThreadingHTTPServer):
    """The services; ``verzoeken`` are the paths asked for, in order."""

    daemon_threads = True

    def __init__(self, *tabellen: Tabel, bladzijde: int = 100, api_grens: int = 10_000) -> None:
        super().__init__(("127.0.0.1", 0), _Antwoorder)
        self.tabellen = {tabel.naam: tabel for tabel in tabellen}
        self.bladzijde = bladzijde
        self.api_grens = api_grens
        self.telt = True
        self.storingen: list[Storing] = []
        self.verzoeken: list[str] = []
        self.slot = threading.Lock()

    @property
    def adres(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Server:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what these tests are about."""

    def storing(self, path: str) -> Storing | None:
        with self.slot:
            self.verzoeken.append(path)
            for one in self.storingen:
                if one.keer and re.search(one.bij, path) and "$count" not in path:
                    if one.na:
                        one.na -= 1
                        return None
                    one.keer -= 1
                    return one
        return None


class _Antwoorder(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        fault = self.server.storing(self.path)
        if fault and fault.doe:
            fault.doe()
        kind = fault.soort if fault else ""
        if kind.isdigit():
            body = b"<html>Service unavailable</html>"
            self._stuur(int(kind), body, fault.kop if fault else {}, "text/html")
            return
        if kind == "doorverwijzing":
            self._stuur(302, b"", {"Location": "http://127.0.0.2:9/elders"})
            return
        if kind == "stilte":
            time.sleep(0.6)
        status, content = self._antwoord()
        if kind == "andere_server":
            content["odata.nextLink"] = content["@odata.nextLink"] = "http://127.0.0.2:9/meer"
        elif kind == "kring":
            link = self.server.adres + self.path
            content["odata.nextLink"] = content["@odata.nextLink"] = link
        elif kind == "bladzijde_kwijt":
            content.pop("odata.nextLink", None)
            content.pop("@odata.nextLink", None)
            content["value"] = content["value"][:-1]
        elif kind == "dubbele_rij":
            content["value"].append(content["value"][0])
        elif kind == "andere_kolom":
            content["value"][0]["Onverwacht_9"] = 1
        elif kind == "tekst_als_getal":
            content["value"][-1][next(k for k in content["value"][-1] if k[-2:] == "_1")] = "veel"
        text = content if isinstance(content, str) else json.dumps(content)
        body = text.encode()
        if kind == "verbroken":
            self._verbreek(body)
        elif kind == "afgekapt":
            self._stuur(200, body[: len(body) // 2], {"Connection": "close"}, lengte=False)
        elif kind == "ongeldig":
            self._stuur(200, body.replace(b'"value"', b'"value', 1))
        elif kind == "onderhoud":
            self._stuur(200, b"<html>Wegens onderhoud gesloten</html>", {}, "text/html")
        elif kind == "nan":
            self._stuur(200, re.sub(rb'(_1": )\d+', rb"\1NaN", body, count=1))
        elif kind == "diep":
            self._stuur(200, b"[" * 200_000)
        elif kind == "druppel":
            self._druppel(body)
        else:
            self._stuur(status, body)

    def _stuur(
        self,
        status: int,
        body: bytes,
        headers: dict[str, str] | None = None,
        kind: str = "application/json;odata=minimalmetadata;charset=utf-8",
        lengte: bool = True,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for naam, value in (headers or {}).items():
            self.send_header(naam, value)
        if lengte:
            self.send_header("Content-Length", str(len(body)))
        else:
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def _verbreek(self, body: bytes) -> None:
        """Half an answer, then a reset."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _druppel(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            for start in range(0, len(body), 200):
                self.wfile.write(body[start : start + 200])
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            self.close_connection = True

    def _antwoord(self) -> tuple[int, Any]:
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        v3 = re.fullmatch(r"/(ODataApi|ODataFeed)/odata/(\w+)/(\w+)(/\$count)?", parts.path)
        v4 = re.fullmatch(r"/odata/v1/CBS/(\w+)/(\w+)(/\$count)?", parts.path)
        if v3 and v3[2] in self.server.tabellen:
            return self._v3(self.server.tabellen[v3[2]], v3[1], v3[3], bool(v3[4]), query)
        if v4 and v4[1] in self.server.tabellen:
            return self._v4(self.server.tabellen[v4[1]], v4[2], bool(v4[3]), query)
        return 404, {"error": {"code": "", "message": "Resource not found"}}

    def _v3(
        self, tabel: Tabel, dienst: str, entity: str, count: bool, query: dict[str, str]
    ) -> tuple[int, Any]:
        entities = {
            "TableInfos": [tabel.info()],
            "DataProperties": tabel.eigenschappen(),
            "TypedDataSet": tabel.rijen,
            "UntypedDataSet": tabel.ongetypeerd(),
            **tabel.codes,
        }
        if entity not in entities:
            return 404, {"odata.error": {"code": "", "message": {"value": f"geen {entity}"}}}
        rows = _kies(entities[entity], query)
        if count:
            return self._telling(len(rows))
        if dienst == "ODataApi" and len(rows) > self.server.api_grens:
            text = f"The query returned {len(rows)} records; the maximum number of records is 10000"
            return 500, {"odata.error": {"code": "", "message": {"lang": "en-US", "value": text}}}
        size = self.server.bladzijde if dienst == "ODataFeed" else len(rows) + 1
        page, link = self._bladzijde(rows, size, query)
        found: Rij = {"odata.metadata": f"{self.server.adres}/$metadata", "value": page}
        return 200, found | ({"odata.nextLink": link} if link else {})

    def _v4(self, tabel: Tabel, entity: str, count: bool, query: dict[str, str]) -> tuple[int, Any]:
        if entity == "Properties":
            return 200, {"@odata.context": "$metadata", **tabel.info()}
        entities: dict[str, list[Rij]] = {
            "Dimensions": [
                {"Identifier": naam, "Title": naam, "Kind": kind}
                for naam, kind in tabel.soorten.items()
            ],
            "MeasureCodes": [
                {"Identifier": naam, "Title": naam, "Unit": "aantal", "DataType": kind}
                for naam, kind in tabel.onderwerpen.items()
            ],
            "Observations": tabel.waarnemingen(),
            **{
                f"{naam}Codes": [
                    {"Identifier": row["Key"].strip(), "Title": row["Title"], "Description": None}
                    for row in rows
                ]
                for naam, rows in tabel.codes.items()
            },
        }
        if entity not in entities:
            return 404, {"error": {"code": "404", "message": f"Resource not found: {entity}"}}
        rows = _kies(entities[entity], query)
        if count:
            return self._telling(len(rows))
        page, link = self._bladzijde(rows, self.server.bladzijde, query)
        found: Rij = {"@odata.context": f"{self.server.adres}/$metadata", "value": page}
        return 200, found | ({"@odata.nextLink": link} if link else {})

    def _telling(self, number: int) -> tuple[int, Any]:
        if not self.server.telt:
            return 404, {"error": {"code": "404", "message": "no $count here"}}
        return 200, str(number)

    def _bladzijde(
        self, rows: list[Rij], size: int, query: dict[str, str]
    ) -> tuple[list[Rij], str | None]:
        start = int(query.get("$skip", 0))
        end = start + min(size, int(query.get("$top", len(rows) + 1)))
        if end >= len(rows) or "$top" in query:
            return copy.deepcopy(rows[start:end]), None
        others = "".join(f"{k}={quote(v)}&" for k, v in query.items() if k != "$skip")
        path = urlsplit(self.path).path
        return copy.deepcopy(rows[start:end]), f"{self.server.adres}{path}?{others}$skip={end}"


def _kies(rows: list[Rij], query: dict[str, str]) -> list[Rij]:
    """The rows that fit a filter of the form ``(A eq 'x' or A eq 'y') and (B eq 'z')``."""
    for part in re.findall(r"\(([^()]*)\)", query.get("$filter", "")):
        pairs = re.findall(r"(\w+) eq '((?:[^']|'')*)'", part)
        wanted = {(naam, key.replace("''", "'")) for naam, key in pairs}
        names = {naam for naam, _ in wanted}
        rows = [row for row in rows if any((naam, row[naam]) in wanted for naam in names)]
    return rows
