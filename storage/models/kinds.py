"""Enumerations stored in columns."""

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
    CALLBACK = "callback"
    NOT_INTERESTED = "not_interested"


class StageState(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class FollowUpKind(StrEnum):
    """What is to be done; a task is anything else."""

    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    MESSAGE = "message"
    TASK = "task"


class FollowUpState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class RecurrenceUnit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


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
    FORM = "form"  # a partly answered form
    LINE = "line"  # a command whose client is not clear
    SEARCH = "search"  # the text of a search without results
    TOUR = "tour"  # the lines of a tour so far
    CONTACT = "contact"  # contacts sent in a chat that may become clients


class JobState(StrEnum):
    RUNNING = "running"  # or waiting for its turn
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
