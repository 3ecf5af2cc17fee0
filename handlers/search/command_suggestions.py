"""Suggest commands for misspelt or unknown ones, and save what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from handlers.buttons.clients import open_client
from handlers.buttons.lines import add_named_client, run_suggestion
from handlers.chat import (
    COMMANDS,
    OLD_BUTTON,
    Attached,
    Card,
    Line,
    Reply,
    Request,
    Row,
    Unfinished,
    UserError,
    open_to,
    shorten,
)
from handlers.i18n import _
from handlers.parsing import lexicon
from handlers.parsing.activities.interaction_kinds import stated_kind
from handlers.parsing.commands.command_line import ASKS, BEGINS
from handlers.parsing.contacts.person_names import is_full_name, is_like_name
from handlers.parsing.lexicon.common_words import FIRST_WORDS, GREETINGS, HOW, THANKS
from handlers.resolve.pending_line import drop_row, finish, in_place, take_line
from handlers.resolve.visible_client import label
from handlers.team.greetings import welcome
from handlers.text import ECHO
from storage.models import Client
from storage.search import client_search

SHORT, LONG = 3, 6  # letters: two typos in a long command, one in others, none in words shorter than SHORT
FEWEST_BEGUN = 3  # letters needed to match the beginning of a command
ON_A_BUTTON = 48  # letters
MAX_NAMED = 3  # clients
MAX_WORD = 20  # letters


@run_suggestion.handler
async def run(req: Request, draft_id: int, name: str) -> Reply:
    """Run the typed text as this command."""
    if name not in COMMANDS:
        raise UserError(_(OLD_BUTTON))
    line = await take_line(req, draft_id, name)
    line = replace(line, command=name, rest="" if name == "help" else line.rest, named=None)
    return in_place(await finish(req, line))


@add_named_client.handler
async def add_client(req: Request, draft_id: int) -> Reply:
    """Add a client with the typed text as the name."""
    line = await take_line(req, draft_id, "new")
    return in_place(await finish(req, Line("new", line.named or line.rest, anyway=True)))


def unknown(req: Request, word: str, rest: str, files: tuple[Attached, ...]) -> Unfinished | UserError:
    """Answer to an unknown command, with suggestions. Its text and files are saved."""
    text = _("There is no command /{word}.").format(word=shorten(word, MAX_WORD))
    kept = _("Your text is saved.")
    if meant := guess(req, word, begun=True):
        line = _line(meant, rest, files)
        asked = _("Did you mean /{command}?").format(command=meant)
        return _offer(Card(body=f"{text} {asked} {kept}"), line, (line.command,))
    if not rest and not files:
        return UserError(_("I don't know that command. /help lists all commands."))
    names = ("note",) if files else ("note", "find")
    return _offer(Card(body=f"{text} {kept}"), Line("note", rest, files=files), names)


async def suggest(req: Request, said: str, near: Sequence[Client] = ()) -> Reply | Unfinished | None:
    """Answer to words that find nobody and are not a name: a greeting, a misspelt command, a question.

    `near`: clients with similar names.
    """
    if is_greeting(said):
        return replace(welcome(req.rep), title=_("Hello, {name}!").format(name=req.rep.name))
    if is_thanks(said):
        return _("Glad to help. /today shows what is due.")
    meant, word, rest = _misspelt_command(req, said)
    line = _line(meant, rest.strip(), ()) if meant else None
    if line and (_is_misspelt(word, line.command, rest) and await COMMANDS[line.command].plain(req, line.rest)):
        text = _("No client called “{words}”.").format(words=shorten(said, ECHO))
        asked = _("Did you mean /{command}?").format(command=meant)
        return _offer(
            Card(body=f"{text} {asked}"), line, (line.command,), near, add=said if is_like_name(said) else ""
        )
    if _is_question(said, word) or not any(map(str.isalnum, said)):
        named = await client_search.find_words(req.db, req.rep, rest, limit=MAX_NAMED) if rest else near
        return no_name(said, named)
    return None


def no_name(said: str, near: Sequence[Client] = ()) -> Unfinished:
    """Answer to words that are not understood and hardly a name; "Open Systems" may be one."""
    text = _("Nothing found for “{words}”. /help shows what I can do.").format(words=shorten(said, ECHO))
    add = said if is_full_name(said) else ""
    return _offer(Card(body=text), Line("help", said), ("help",), near, add=add)


def _is_question(said: str, first: str) -> bool:
    return lexicon.plain(first).strip("?!.,") in FIRST_WORDS or any(how in said for how in HOW)


def is_greeting(said: str) -> bool:
    return _without_marks(said) in GREETINGS


def is_thanks(said: str) -> bool:
    """Thanks, a goodbye or "ok": these answer nothing and name nobody."""
    return _without_marks(said) in THANKS


def _without_marks(said: str) -> str:
    return lexicon.plain(said).strip(" .,!?)。！")


def command_for(req: Request, word: str) -> str:
    """The command that a word in any language stands for; else ""."""
    said = lexicon.plain(word)
    name = (ASKS.get(said) or BEGINS.get(said, "")).partition(" ")[0]
    return name if name in open_to(req.rep.role) else ""


def _misspelt_command(req: Request, said: str) -> tuple[str, str, str]:
    """The command that the first word is a typo of, or the first two are; what they are, and the rest."""
    word, _space, rest = said.partition(" ")
    if meant := guess(req, word):
        return meant, word, rest
    second, _space, others = rest.partition(" ")
    pair = lexicon.plain(f"{word} {second}").rstrip(":：!.,")
    known = open_to(req.rep.role)
    pairs = {each: name for each, name in BEGINS.items() if each.count(" ") == 1 and name in known}
    near = _nearest(pair, pairs) if others and len(pair) <= MAX_WORD else set()
    return (near.pop(), word, others) if len(near) == 1 else ("", word, rest)


def guess(req: Request, word: str, *, begun: bool = False) -> str:
    """The command (and its words) that `word` is a typo of or another word for, in any language; else "".

    `begun`: the word may also be the beginning of a command.
    """
    typed = lexicon.plain(word).rstrip(":：!.,")
    known = {name: name for name in open_to(req.rep.role)}
    words = {
        said: name
        for said, name in {**ASKS, **BEGINS, **known}.items()
        if " " not in said and name.partition(" ")[0] in known
    }
    if typed in words:
        return words[typed]
    if len(typed) < SHORT or len(typed) > MAX_WORD or typed in FIRST_WORDS:
        return ""
    found = _nearest(typed, known)
    if not found and stated_kind(typed) is None:  # "met" is a verb, and no slip of "meet"
        found = _nearest(typed, words)
    starts = {name for name in known if begun and len(typed) >= FEWEST_BEGUN and name.startswith(typed)}
    found = found or starts
    return found.pop() if len(found) == 1 else ""


def _nearest(typed: str, words: Mapping[str, str]) -> set[str]:
    """What the words with the fewest slips stand for."""
    slips = {said: OSA.distance(typed, said, score_cutoff=2) for said in words}
    near = [
        said for said, slip in slips.items() if slip <= (1 if len(said) < LONG else 2) and len(said) >= SHORT
    ]
    fewest = min((slips[said] for said in near), default=0)
    return {words[said] for said in near if slips[said] == fewest}


def _is_misspelt(word: str, command: str, rest: str) -> bool:
    """Whether a word without a slash is more likely a command than a name: "Wong" is not a typo of /won."""
    return word[:1].islower() or len(command) >= LONG or ":" in rest or not word[:1].isalpha()


def _line(meant: str, rest: str, files: tuple[Attached, ...]) -> Line:
    name, _space, more = meant.partition(" ")
    return Line(name, f"{more} {rest}".strip(), files=files)


def _offer(
    card: Card, line: Line, names: Sequence[str], near: Sequence[Client] = (), *, add: str = ""
) -> Unfinished:
    """`add`: the text to add as a client's name, if it is one after all."""

    def rows(draft: int) -> tuple[Row, ...]:
        rest = "" if names == ("help",) else line.rest
        commands = [
            (run_suggestion.button(shorten(f"/{name} {rest}".strip(), ON_A_BUTTON), draft, name),)
            for name in names
        ]
        clients = [(open_client.button(label(client), client.id),) for client in near]
        last = (add_named_client.button(_("Add a client"), draft), *drop_row(draft)) if add else drop_row(draft)
        return (*commands, *clients, last)

    return Unfinished(card, replace(line, named=add or None), rows)
