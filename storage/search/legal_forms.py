"""Legal forms of companies before or after a name: Ltd, GmbH, ООО, Sp. z o.o., 有限公司.

Sources: the abbreviations of ISO 20275 (Entity Legal Forms, maintained by GLEIF) and of Wikipedia's "List of
legal entity types by country". Listed are those in daily use beside names.
"""

import re
from collections.abc import Iterator

# In any case. Dots and spaces are ignored: "s.r.o." and "sro" are the same.
ANY_CASE = (
    *("Ltd", "Limited", "LLC", "PLLC", "LLP", "PLC", "Inc", "Incorporated", "Corp", "Corporation"),  # English
    *("Pty", "Pty Ltd", "Pte", "Pte Ltd", "Pvt", "Pvt Ltd", "Private Limited", "CIC"),
    *("GmbH", "gGmbH", "mbH", "OHG", "KGaA", "e.V.", "GesmbH", "haftungsbeschränkt"),  # German
    *(
        "SARL",
        "SàRL",
        "EURL",
        "SASU",
        "SNC",
        "GIE",
        "SCOP",
        "SPRL",
        "BVBA",
        "SRL",
        "S.r.l.s.",
        "SpA",
        "S.a.p.a.",
    ),
    *("SLU", "SAU", "S. de R.L.", "S.R.L. de C.V.", "S.A. de C.V.", "Ltda", "EIRELI", "Unipessoal Lda", "Lda"),
    *("Oy", "Oyj", "ApS", "IVS", "ASA", "EHF", "OÜ", "SIA", "UAB"),  # Nordic and Baltic
    *("s.r.o.", "spol. s r.o.", "v.o.s.", "d.o.o.", "d.d.", "Kft", "Zrt", "Nyrt"),  # Central Europe
    *("Sp. z o.o.", "Sp. z oo", "Spółka z o.o.", "Spółka z ograniczoną odpowiedzialnością", "Sp. k.", "Sp. j."),
    *("Sp. p.", "P.S.A.", "Prosta spółka akcyjna", "Spółka akcyjna", "Spółka jawna", "Spółka komandytowa"),
    *("Spółka cywilna", "S.K.A."),
    *(
        "Sdn Bhd",
        "Bhd",
        "Tbk",
        "JSC",
        "OJSC",
        "CJSC",
        "PJSC",
        "FZE",
        "FZCO",
        "FZ-LLC",
        "FZC",
        "DMCC",
        "WLL",
    ),  # Asia
    *("ООО", "ОАО", "ЗАО", "ПАО", "НАО", "АО", "ИП", "АНО", "НКО", "ГУП", "МУП", "ФГУП", "ТОО", "ОДО", "ЧУП"),
    *("ООД", "ЕООД", "ТОВ", "ТзОВ", "ПрАТ", "ПАТ", "ФОП", "ДП", "ОСББ"),
    *("OOO", "ZAO", "OAO", "PAO", "TOV", "FOP"),
)
# Only in this case: in another it is a word or a name.
THIS_CASE = (
    *(
        "SA",
        "S.A",
        "AG",
        "AB",
        "AS",
        "A/S",
        "I/S",
        "K/S",
        "NV",
        "BV",
        "VOF",
        "KG",
        "KK",
        "SE",
        "SAS",
        "SCA",
        "SCI",
    ),
    *("SL", "UG", "EV", "Co", "LP", "OG", "PT", "CV", "SC", "HF", "SAL", "AO", "IP", "PrAT", "PAT", "GK", "YK"),
    *("АТ", "ПП", "ЧП", "АД", "КП", "ПТ", "НПО", "НВО", "ЧАО"),
)
# Ignored when names are compared, besides ANY_CASE; as folded by normalise.py.
FOLDED = (
    *("ao", "ip", "pat", "pp", "chp", "lp", "co", "ag", "kg", "ug", "ev", "sas", "sa", "bv", "nv", "ab", "as"),
    *("s a", "s c", "b v", "n v", "e v", "a s", "company", "sp zoo"),
)
# Words that legal forms consist of: if there is any other word, the text is more than a legal form.
FOLDED_WORDS = (
    *("sp", "spolka", "z", "o", "oo", "zoo", "k", "j", "p", "s", "a", "c", "r", "l", "d", "sdn", "bhd"),
)
HAN_FORM = re.compile(
    "(?:股份|责任|責任|集团|集團)*有限(?:责任|責任)?公司|(?:集团|集團|总|總|分)?公司|株式会社"
)
HAN_ENDINGS = ("公司", "集团", "集團", "株式会社", "有限会社", "合同会社", "合伙企业", "事务所", "商行", "工厂")
HAN_BEGINNINGS = ("株式会社", "有限会社", "合同会社", "（株）", "(株)", "㈱", "주식회사", "(주)", "㈜")
WORD = re.compile(r"[^\W_]+(?:[./][^\W_]+)*")
MAX_WORDS = 5  # of a form: "spółka z o. o." has four
MAX_READ = 200  # letters: a name is no longer


def is_company(text: str) -> bool:
    """Whether the text starts or ends with a legal form."""
    text = text.strip()[:MAX_READ]
    return (
        text.endswith(HAN_ENDINGS)
        or text.startswith(HAN_BEGINNINGS)
        or any(is_legal_form(end) for end in _ends(WORD.findall(text)))
    )


def is_legal_form(text: str) -> bool:
    """Whether the text is only a legal form."""
    whole = _bare(text[:MAX_READ])
    return whole in _THIS_CASE or whole.lower() in _ANY_CASE


def _ends(words: list[str]) -> Iterator[str]:
    yield from ("".join(words[:size]) for size in range(1, min(2, len(words)) + 1))
    yield from ("".join(words[-size:]) for size in range(1, min(MAX_WORDS, len(words)) + 1))


def _bare(text: str) -> str:
    return re.sub(r"[\s.,()-]", "", text)


_ANY_CASE = frozenset(_bare(form).lower() for form in ANY_CASE)
_THIS_CASE = frozenset(_bare(form) for form in THIS_CASE)
