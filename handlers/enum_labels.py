"""Labels of enum values: kinds, outcomes, roles, stages."""

from handlers.i18n import N_
from storage.models import FileKind, InteractionKind, Outcome, PointKind, Role

# Stage names of the default pipeline, listed for translation; a renamed stage is shown as it is.
STAGE_NAMES = (N_("Lead"), N_("Qualified"), N_("Offer"), N_("Negotiation"), N_("Won"), N_("Lost"))
FILE_KINDS = {
    FileKind.PHOTO: N_("Photo"),
    FileKind.DOCUMENT: N_("Document"),
    FileKind.VOICE: N_("Voice note"),
    FileKind.AUDIO: N_("Recording"),
    FileKind.VIDEO: N_("Video"),
    FileKind.VIDEO_NOTE: N_("Video note"),
}

INTERACTION_KINDS = {
    InteractionKind.CALL: N_("Call"),
    InteractionKind.MEETING: N_("Meeting"),
    InteractionKind.EMAIL: N_("E-mail"),
    InteractionKind.MESSAGE: N_("Message"),
    InteractionKind.NOTE: N_("Note"),
}

OUTCOMES = {
    Outcome.REACHED: N_("Reached"),
    Outcome.NO_ANSWER: N_("No answer"),
    Outcome.VOICEMAIL: N_("Voicemail"),
    Outcome.BUSY: N_("Busy"),
    Outcome.WRONG_NUMBER: N_("Wrong number"),
    Outcome.CALLBACK: N_("Call back later"),
    Outcome.NOT_INTERESTED: N_("Not interested"),
}

ROLES = {Role.REP: N_("Rep"), Role.MANAGER: N_("Manager"), Role.ADMIN: N_("Admin")}
POINT_KINDS = {
    PointKind.PHONE: N_("Phone"),
    PointKind.EMAIL: N_("E-mail"),
    PointKind.HANDLE: N_("Messenger"),
    PointKind.ADDRESS: N_("Address"),
}
