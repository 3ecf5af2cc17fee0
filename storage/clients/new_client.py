"""A client about to be added: the values given."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.models import EXTENSION_MARK, ClientKind, PointKind

REACHED_BY = (PointKind.PHONE, PointKind.EMAIL)  # whoever has the same one may be the same
Reached = tuple[PointKind, str]  # a phone or an e-mail, as it is kept


MAX_VALUE = 500  # letters by which a contact point is known: an index takes no more than 2,704 bytes


@dataclass(frozen=True)
class Point:
    """A way to reach a client: `value` normalised (E.164 and `;ext=`, lower case), `typed` as it was typed."""

    kind: PointKind
    value: str
    typed: str

    @property
    def number(self) -> str:
        """The value without the extension of a phone: "+12125550101;ext=55" is found by "0101", too."""
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
        """The phones and e-mails by which the same client is known again, as they are kept."""
        return [(point.kind, point.value[:MAX_VALUE]) for point in self.points if point.kind in REACHED_BY]
