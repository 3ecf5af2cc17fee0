"""Parse job titles and companies: 'CEO', 'CEO of Acme Ltd', 'директор ООО Ромашка'."""

from handlers.parsing import lexicon
from handlers.parsing.lexicon import Kind
from handlers.parsing.lexicon.contact_words import AT_COMPANY, FROM_COMPANY, FROM_LEGAL_FORM, HEADS, OF_COMPANY
from handlers.parsing.time.tokens import kinds_of, read
from storage.search.legal_forms import HAN_ENDINGS, is_company, is_legal_form

MAX_WORDS = 12
MAX_NAME = 4  # words
HAN_JOBS = tuple(
    sorted((job for job in lexicon.JOBS if not job.isascii() and len(job) > 1), key=len, reverse=True)
)


def is_job(part: str) -> bool:
    return not lexicon.JOBS.isdisjoint(lexicon.plain(part).split())


def is_role(part: str) -> bool:
    """Whether it is a company or a position."""
    return is_company(part) or is_job(part)


def position(part: str) -> tuple[str, str] | None:
    """The title and the company of "CEO of Acme Ltd"; None if it is only one of them."""
    said = part.split()
    if len(said) > MAX_WORDS:
        return None
    for at in range(1, len(said)):
        title, company = said[:at], said[at:]
        if is_job(" ".join(title)) and (firm := _company(title, company)):
            return " ".join(title), firm
    return _in_han(part.strip())


def name_and_company(part: str) -> tuple[str, str] | None:
    """ "Megan Doyle from Harbour Cafe", "Анна Ким из ООО Ромашка"."""
    said = part.split()
    for at in range(1, min(len(said) - 1, MAX_NAME) + 1):
        name, word, company = said[:at], said[at], " ".join(said[at + 1 :])
        is_small = part.islower() and at > 1  # as it is typed on a phone: nothing is a capital letter
        is_one = company and (
            is_company(company) or (word in FROM_COMPANY and (is_small or company[0].isupper()))
        )
        is_name = is_small or (all(each[0].isupper() for each in name) and not is_company(" ".join(name)))
        if is_one and not is_company(company) and kinds_of(read(company)[:1]) != Kind.PLAIN:
            return None  # "Anna at Monday"
        if word in (*FROM_COMPANY, *FROM_LEGAL_FORM) and is_one and is_name:
            return " ".join(name), company
    return None


def _company(title: list[str], said: list[str]) -> str:
    """The company after a title; empty if it may be a department: "Director of Sales"."""
    word, rest = said[0].lower(), " ".join(said[1:])
    if rest and word in AT_COMPANY:
        return rest
    if rest and word in OF_COMPANY and (is_company(rest) or (title[-1].lower() in HEADS and rest[0].isupper())):
        return rest
    return " ".join(said) if rest and is_legal_form(said[0]) else ""


def _in_han(part: str) -> tuple[str, str] | None:
    """小明公司总经理"""
    for job in HAN_JOBS:
        firm = part.removesuffix(job)
        if firm != part and firm.endswith(HAN_ENDINGS):
            return job, firm
    return None
