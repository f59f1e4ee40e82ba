"""A data set of an edition, as its manifest and its stand name it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from ivp.data import Dataset


class Bron(BaseModel):
    """A data set of the edition."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    titel: str
    bestand: str
    sha256: str
    producent: str
    tabel: str
    opgehaald: str
    url: str
    licentie: str
    werkelijk: bool

    @classmethod
    def van(cls, dataset: Dataset) -> Bron:
        """The data set as the package describes it."""
        resource = dataset.resource
        return cls(
            titel=resource.title,
            bestand=dataset.bestand,
            sha256=resource.sha256,
            producent=resource.ivp.producent,
            tabel=resource.ivp.tabel,
            opgehaald=resource.ivp.opgehaald.isoformat(),
            url=resource.sources[0].path or "",
            licentie=resource.licenses[0].title,
            werkelijk=resource.ivp.werkelijk,
        )
