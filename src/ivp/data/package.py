"""The data package: which data sets there are, where they come from, and how they are read.

``data/datapackage.json`` is a Frictionless data package with our own keys under ``ivp``
(docs/architecture.md, "Data packages").
"""

from __future__ import annotations

import datetime as dt
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import (
    BaseModel,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from ivp import store
from ivp.config import yamlfile
from ivp.config.params_errors import validate
from ivp.config.sources import Licentie
from ivp.errors import BronFout, did_you_mean
from ivp.paths import Project

if TYPE_CHECKING:
    import pandas as pd

FILE = "datapackage.json"
PREVIOUS = "vorige"
"""The folder in ``data/`` with the deliveries before the present ones."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
CsvPath = Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]+/)*[a-z0-9-]+\.csv$")]
Checksum = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Model(BaseModel, extra="forbid", frozen=True, populate_by_name=True):
    pass


class PackageField(_Model):
    """A column: its type decides how it is read, its description carries the unit."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]
    type: Literal["string", "integer", "number"]
    description: Text


class TableSchema(_Model):
    """The columns in the order of the file, and the key that identifies a row."""

    fields: tuple[PackageField, ...] = Field(min_length=1)
    primary_key: tuple[str, ...] = Field(alias="primaryKey", min_length=1)

    @model_validator(mode="after")
    def _key_exists(self) -> Self:
        names = [field.name for field in self.fields]
        if len(set(names)) < len(names):
            raise ValueError("een kolom staat er twee keer in")
        unknown = [name for name in self.primary_key if name not in names]
        if unknown:
            raise ValueError(f"primaryKey noemt '{unknown[0]}', maar die kolom is er niet")
        return self


class PackageSource(_Model):
    """Where the figures were taken from."""

    title: Text
    path: str | None = None


class PreviousDelivery(_Model):
    """The delivery before this one, in ``data/vorige/<data set>.csv``; it shows revisions."""

    opgehaald: dt.date
    hash: Checksum


class ResourceFacts(_Model):
    """Our own keys; docs/architecture.md says what each means."""

    producent: Text
    tabel: str = ""
    opgehaald: dt.date
    werkelijk: bool
    persoonsregistratie: bool
    contact: Text
    opname: str = ""
    voorlopig: tuple[str, ...] = ()
    vrije_tekst: tuple[str, ...] = ()
    vorige: PreviousDelivery | None = None


class Resource(_Model):
    """One data set as registered."""

    name: Name
    path: CsvPath
    title: Text
    description: Text
    format: Literal["csv"]
    encoding: Literal["utf-8"]
    licenses: tuple[Licentie, ...] = Field(min_length=1)
    sources: tuple[PackageSource, ...] = Field(min_length=1)
    bytes: int = Field(ge=0)
    hash: Checksum
    schema_: TableSchema = Field(alias="schema")
    ivp: ResourceFacts

    @property
    def sha256(self) -> str:
        """The checksum of the file, in hexadecimal digits."""
        return self.hash.removeprefix("sha256:")

    @property
    def public_sha256(self) -> str:
        """The checksum as far as it may be published: none of a file whose rows count persons.

        Who knows how such a file is written can try all small counts until the checksum fits.
        """
        return "" if self.ivp.persoonsregistratie else self.sha256


class _Register(_Model):
    name: Name
    title: Text
    description: Text
    resources: tuple[Resource, ...]

    @model_validator(mode="after")
    def _unique_names(self) -> Self:
        names = [resource.name for resource in self.resources]
        if double := [name for name in names if names.count(name) > 1]:
            raise ValueError(f"de bron '{double[0]}' staat er twee keer in")
        return self


@dataclass(frozen=True)
class Dataset:
    """One registered data set and the file that holds it."""

    resource: Resource
    file: Path
    place: str
    """The file as the user knows it: relative to the project root."""

    @property
    def name(self) -> str:
        return self.resource.name

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.resource.schema_.fields)

    def previous(self) -> pd.DataFrame | None:
        """The delivery before this one, ``None`` when there was none.

        Raises ``BronFout`` when the file is not the one registered.
        """
        known = self.resource.ivp.vorige
        if known is None:
            return None
        path = self.file.parents[len(Path(self.resource.path).parts) - 1] / PREVIOUS
        path /= f"{self.name}.csv"
        raw = path.read_bytes() if path.is_file() else b""
        if digest(raw) != known.hash:
            raise BronFout(
                f"De vorige levering van bron '{self.name}' is er niet of is veranderd",
                waar=f"data/{PREVIOUS}/{self.name}.csv",
                waarom="zonder die levering is niet te zien welke cijfers zijn herzien",
                doe="zet het bestand terug uit versiebeheer",
            )
        return self.parse(raw)

    def raw(self) -> bytes:
        """The bytes of the file as they are now; raises ``BronFout`` when there is no file."""
        try:
            return self.file.read_bytes()
        except FileNotFoundError:
            raise BronFout(
                f"Het bestand van bron '{self.name}' is er niet",
                waar=self.place,
                waarom="alle cijfers uit deze bron zouden in het boek ontbreken",
                doe="zet het bestand terug (bijvoorbeeld uit de vorige editie)",
            ) from None

    def content(self) -> bytes:
        """The bytes of the file; raises ``BronFout`` when they are not those registered."""
        raw = self.raw()
        if len(raw) != self.resource.bytes or digest(raw) != self.resource.hash:
            raise BronFout(
                f"Het bestand van bron '{self.name}' is veranderd sinds het is geregistreerd",
                waar=self.place,
                waarom="elk cijfer in het boek hoort uit het geregistreerde bestand te komen",
                doe="zet het oude bestand terug of, als het een nieuwe levering is, neem die over "
                f"met: ivp take --source {self.name} {self.place}",
            )
        return raw

    def read(self) -> pd.DataFrame:
        """The data set as a frame, rows in the order of the file.

        Columns as in the schema; ``string`` becomes ``str`` (codes are never read as numbers),
        ``integer`` ``Int64``, ``number`` ``float64``; an empty cell is missing. Raises ``BronFout``
        for a file that was changed, or that is not what its schema says, with row and column.
        """
        return self.parse(self.content())

    def parse(self, raw: bytes, file: str = "") -> pd.DataFrame:
        """``raw`` read by the schema of this data set, registered or not."""
        from ivp.data.package_csv import parse

        types: dict[str, str] = {field.name: field.type for field in self.resource.schema_.fields}
        return parse(raw, types, file or self.place)


@dataclass(frozen=True)
class Package:
    """All registered data sets of a project."""

    project: Project
    datasets: tuple[Dataset, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dataset.name for dataset in self.datasets)

    def dataset(self, name: str) -> Dataset:
        """The data set with this name; an unknown name raises ``BronFout`` with the nearest."""
        for dataset in self.datasets:
            if dataset.name == name:
                return dataset
        raise BronFout(
            f"De bron '{name}' is niet geregistreerd.{did_you_mean(name, self.names)}",
            waar=self.project.relative(self.project.data / FILE),
            waarom="alleen van een geregistreerde bron is bekend waar de cijfers vandaan komen",
            doe="herstel de naam, of registreer de bron in dit bestand",
        )

    @classmethod
    def load(cls, project: Project) -> Package:
        """Read ``data/datapackage.json``; raises ``IvpFout`` that names line and key."""
        path = project.data / FILE
        where = project.relative(path)
        try:
            register = _Register.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            # Slower, but this says all that is wrong, and on which lines.
            validate(yamlfile.read(path, where), _Register)
            raise BronFout(
                "Dit is geen geldige JSON",
                waar=where,
                waarom="dit bestand zegt van elke bron waar de cijfers vandaan komen",
                doe="herstel het, of zet de vorige versie terug",
            ) from None
        files = [(resource, project.data / resource.path) for resource in register.resources]
        return cls(project, tuple(Dataset(r, path, project.relative(path)) for r, path in files))


def digest(raw: bytes) -> str:
    """The checksum as the package writes it: ``sha256:…``."""
    return f"sha256:{store.sha256(raw)}"


def now() -> dt.datetime:
    """Now, or the moment that ``SOURCE_DATE_EPOCH`` fixes; in UTC, whole seconds."""
    moment = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    return dt.datetime.fromtimestamp(moment, tz=dt.UTC)
