"""The nouns of Rapport as rows. Times are UTC, money is in minor units, phones are E.164."""

from storage.models.base import Base
from storage.models.changes import Act, Change
from storage.models.chats import Binding, Chat, Draft, Installing, Offer, Workspace
from storage.models.clients import Client, ContactPoint, File, Interaction, Posting, Spelling, Word
from storage.models.deals import Deal, FollowUp, Move, Pipeline, Stage
from storage.models.kinds import (
    ClientKind,
    Direction,
    DraftKind,
    FileKind,
    FollowUpState,
    InteractionKind,
    JoinState,
    Outcome,
    PointKind,
    Role,
    StageState,
    Visibility,
)
from storage.models.messages import Home, Inbox, Lease, Outbox, Shown, Typed
from storage.models.people import Account, Company, Door, Invitation, JoinRequest, Rep, Team, WrongCode

__all__ = [
    "Account",
    "Act",
    "Base",
    "Binding",
    "Change",
    "Chat",
    "Client",
    "ClientKind",
    "Company",
    "ContactPoint",
    "Deal",
    "Direction",
    "Door",
    "Draft",
    "DraftKind",
    "File",
    "FileKind",
    "FollowUp",
    "FollowUpState",
    "Home",
    "Inbox",
    "Installing",
    "Interaction",
    "InteractionKind",
    "Invitation",
    "JoinRequest",
    "JoinState",
    "Lease",
    "Move",
    "Offer",
    "Outbox",
    "Outcome",
    "Pipeline",
    "PointKind",
    "Posting",
    "Rep",
    "Role",
    "Shown",
    "Spelling",
    "Stage",
    "StageState",
    "Team",
    "Typed",
    "Visibility",
    "Word",
    "Workspace",
    "WrongCode",
]
