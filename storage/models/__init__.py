"""Database tables. Times are UTC, money is in minor units, phones are E.164."""

from storage.models.base import Base
from storage.models.changes import Act, Change, Deletion, DeletionKey
from storage.models.chats import Binding, Chat, Draft, Installing, Offer, Workspace
from storage.models.clients import (
    EXTENSION_MARK,
    Client,
    ContactPoint,
    File,
    Interaction,
    Posting,
    Spelling,
    Word,
)
from storage.models.deals import Deal, FollowUp, Move, Pipeline, Stage
from storage.models.kinds import (
    ClientKind,
    Direction,
    DraftKind,
    FileKind,
    FollowUpKind,
    FollowUpState,
    InteractionKind,
    JoinState,
    Outcome,
    PointKind,
    RecurrenceUnit,
    Role,
    StageState,
    Visibility,
)
from storage.models.maintenance import Backfill
from storage.models.messages import Home, Inbox, Lease, Outbox, SentLine, Shown
from storage.models.people import Account, Company, Door, Invitation, JoinRequest, Rep, Team, WrongCode
from storage.models.place import Place
from storage.models.recurrences import Recurrence
from storage.models.search_index import DealPosting, InteractionWords

__all__ = [
    "EXTENSION_MARK",
    "Account",
    "Act",
    "Backfill",
    "Base",
    "Binding",
    "Change",
    "Chat",
    "Client",
    "ClientKind",
    "Company",
    "ContactPoint",
    "Deal",
    "DealPosting",
    "Deletion",
    "DeletionKey",
    "Direction",
    "Door",
    "Draft",
    "DraftKind",
    "File",
    "FileKind",
    "FollowUp",
    "FollowUpKind",
    "FollowUpState",
    "Home",
    "Inbox",
    "Installing",
    "Interaction",
    "InteractionKind",
    "InteractionWords",
    "Invitation",
    "JoinRequest",
    "JoinState",
    "Lease",
    "Move",
    "Offer",
    "Outbox",
    "Outcome",
    "Pipeline",
    "Place",
    "PointKind",
    "Posting",
    "Recurrence",
    "RecurrenceUnit",
    "Rep",
    "Role",
    "SentLine",
    "Shown",
    "Spelling",
    "Stage",
    "StageState",
    "Team",
    "Visibility",
    "Word",
    "Workspace",
    "WrongCode",
]
