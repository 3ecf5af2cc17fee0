"""The values of a client to be added."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.models import EXTENSION_MARK, ClientKind, PointKind

REACHED_BY = (PointKind.PHONE, PointKind.EMAIL)  # a duplicate has one of these in common
Reached = tuple[PointKind, str]  # a phone or an e-mail, as stored
MAX_VALUE = 500  # letters of an indexed contact point: PostgreSQL limits index rows to 2,704 bytes


@dataclass(frozen=True)
class Point:
    """A contact point: `value` is normalised (E.164 and `;ext=`, lower case), `typed` is the original input."""

    kind: PointKind
    value: str
    typed: str

    @property
    def number(self) -> str:
        """The value without a phone's extension: "+12125550101;ext=55" is also found by "0101"."""
        return self.value.partition(EXTENSION_MARK)[0]


@dataclass(frozen=True)
class Birthday:
    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True)
class NewClient:
    name: str
    kind: ClientKind = ClientKind.PERSON
    company: str = ""
    title: str = ""
    points: tuple[Point, ...] = ()
    birthday: Birthday | None = None
    tags: str = ""
    about: str = ""

    @property
    def reached_by(self) -> Sequence[Reached]:
        """The phones and e-mails for finding duplicates, as stored."""
        return [(point.kind, point.value[:MAX_VALUE]) for point in self.points if point.kind in REACHED_BY]
