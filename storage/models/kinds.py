"""Closed sets: the words that some columns hold."""

from enum import StrEnum


class Role(StrEnum):
    REP = "rep"
    MANAGER = "manager"
    ADMIN = "admin"


class Visibility(StrEnum):
    """Whose clients a rep sees."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


class ClientKind(StrEnum):
    PERSON = "person"
    COMPANY = "company"


class PointKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    ADDRESS = "address"


class InteractionKind(StrEnum):
    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    MESSAGE = "message"
    NOTE = "note"


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


class Outcome(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"


class StageState(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class FollowUpState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class JoinState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"


class DraftKind(StrEnum):
    FORM = "form"  # a form, some of its questions answered
    LINE = "line"  # a command that named no one client
    SEARCH = "search"  # the words of a search that found nothing
    CONTACT = "contact"  # people handed on, who may become clients
