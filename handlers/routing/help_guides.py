"""What /help says: the six things of a day, the commands by subject, what each command understands."""

from handlers.i18n import N_

# (what it is for, an example): each on a line of its own, to fit a phone.
DAY = (
    (N_("Add a client"), N_("/new Ivan Petrov, Acme Ltd, +7 912 345-67-89")),
    (
        N_("Log a call, and what comes next"),
        N_("/call Petrov: wants a discount; next: tuesday 10:00 call back"),
    ),
    (N_("Set a reminder"), N_("/remind Petrov: tomorrow 10:00 send the offer")),
    (N_("See your day"), "/today"),
    (N_("Open a deal"), N_("/deal Petrov: annual licence 12 000 USD")),
    (N_("Find a client, a deal, what was said: a name, a company, a phone, a word"), N_("petrov")),
)
# Names are part of buttons' data. Commands that stand nowhere are listed under the last subject.
SUBJECTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "clients": (N_("Clients"), ("find", "new", "edit", "assign", "birthdays", "delete", "deleted")),
    "activities": (N_("Logging"), ("call", "meeting", "email", "message", "note", "undo")),
    "follow_ups": (N_("Follow-ups"), ("remind", "today", "agenda")),
    "deals": (N_("Deals"), ("deal", "deals", "pipeline", "move", "won", "lost")),
    "team": (N_("Team"), ("team", "invite", "handover", "bind")),
    "settings": (N_("Settings and more"), ("settings", "link", "tour", "help", "start")),
}
LAST_SUBJECT = [*SUBJECTS][-1]

_TIME_TAKEN = N_("How long: 15 min, 1h 20m, half an hour")
_WHEN_IT_WAS = N_("When, if not now: yesterday 15:00, 2 hours ago")
_NEXT_STEP = N_("What comes next: next: friday 10:00 send the offer")
_STILL_TO_COME = N_("A time in the future makes it a follow-up.")
_NO_NAME = N_("Without a name: the client whose card you opened last.")
_TALK = (_WHEN_IT_WAS, _NEXT_STEP, _STILL_TO_COME, _NO_NAME)
GUIDES: dict[str, tuple[str, ...]] = {
    "find": (
        N_("By name, company, phone, e-mail, tag, the title of a deal, or words of a call or a note."),
        N_("Any words that are no command are a search, without /find too."),
    ),
    "edit": (N_("In your own words too: Petrov's birthday is 5 may, Petrov now works at Acme"),),
    "delete": (
        N_("I always ask first. For 30 days you can restore it: /deleted."),
        N_("The name of a client or a deal, or: the last call, the note, the reminder, and whose."),
    ),
    "agenda": (N_("Without /agenda too: tomorrow, next week, overdue, my follow-ups"),),
    "new": (
        N_("The name first, the rest in any order: company, job title, phones, e-mails, address, #tags"),
        N_("Birthday: born 12.03.1985, born 12 march"),
        N_("Anything else goes into “About”. /new alone asks step by step."),
    ),
    "call": (
        N_("How it went: reached, no answer, voicemail, busy, wrong number"),
        *(_TIME_TAKEN, *_TALK),
    ),
    "meeting": (
        N_("/meeting Acme: 1h, showed the demo; next: in 2 weeks send the contract"),
        _TIME_TAKEN,
        *_TALK,
    ),
    "email": (N_("/email Acme: sent the offer; next: in 3 days call them"), *_TALK),
    "message": (N_("/message Acme: asked about delivery, yesterday 15:00"), *_TALK),
    "note": (
        N_("/note Petrov: prefers tea, call after lunch"),
        N_("With a deal: /note annual licence: they compare us with others"),
        _NO_NAME,
    ),
    "deal": (
        N_("Amount: 12 000 USD, 12k, 1.2m, €500"),
        N_("Expected close: close 15 december, by friday, close Q2"),
        N_("Quantity and probability: 3 licences at 2000, 60%"),
        N_("/deal alone asks step by step."),
    ),
    "move": (
        N_("The deal, then the stage; without a stage you choose it with a button."),
        N_("A new amount may follow: /move annual licence offer 15k"),
        N_("Or its own probability: /move annual licence to 60%"),
        N_("A follow-up moves to another time: /move Petrov to wed 15:00"),
    ),
    "won": (N_("The final amount, if it changed: /won annual licence 9000"),),
    "lost": (N_("The reason after a colon; without one I ask."),),
    "remind": (
        N_("When: tomorrow 10:00, friday, in 3 days, in 2 hours, 15.03, end of month"),
        N_("What to do, before the time or after it."),
        N_("A day without a time means 9:00."),
        N_("Again and again: every monday 9:00, on the 1st of every month, every 3 weeks until june"),
        N_("To keep in touch: /remind Petrov: keep in touch every 6 weeks"),
        N_("@ and a name: for a colleague, who can decline. A colon first: about no client."),
    ),
    "undo": (N_("Each answer has its own Undo button, too; it works later as well."),),
    "assign": (N_("The client, a colon, the colleague; without a colleague you choose with a button."),),
    "handover": (N_("You choose who gets them: one person, or the whole team in turn."),),
    "invite": (N_("Role: rep, manager, admin. Then the team, and how long the invitation works."),),
    "bind": (N_("Type it in the group: team North, pipeline, deal annual licence, off"),),
    "settings": (N_("Press a group, then what you want to change; you can type the new value or choose it."),),
    "link": (N_("You get a code; send it to me from the other channel within 15 minutes."),),
}
