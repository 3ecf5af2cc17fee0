"""What people type in Polish. Its times are not understood yet, and known as times."""

from handlers.words.language import Kind, Language

POLISH = Language(
    times={
        Kind.NEAR: {0: "od|około|koło"},
        Kind.ABOUT: {0: "o"},
        Kind.BOUND: {0: "lub|albo|przed|każdy|każdą|nie|wcześniej|później"},
        Kind.UNREAD: {
            0: "jutro|pojutrze|dziś|dzis|dzisiaj|wczoraj|przedwczoraj|poniedziałek|poniedzialek"
            "|poniedziałku|wtorek|wtorku|środa|środę|środy|sroda|srode|czwartek|czwartku|piątek|piatek"
            "|piątku|sobota|sobotę|soboty|niedziela|niedzielę|niedzieli|rano|wieczorem|południe"
            "|południu|poludniu|popołudniu|tydzień|tydzien|tygodniu|tygodnie|tygodni|tygodnia|godzina"
            "|godzinę|godziny|godzin|godzinie|godz|miesiąc|miesiącu|miesiące|miesięcy|dni|dzień|minut"
            "|minuty|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października"
            "|listopada|grudnia"
        },
    },
    per=r"(?:na|za) (?:rok|miesiąc|kwartał|tydzień|dzień|godzinę|sztukę|szt)|rocznie|miesięcznie"
    "|kwartalnie|netto|brutto",
    numbered="etap|etapu|faza|część|wersja|numer|zamówienie|faktura|umowa|wariant|partia|lokal|pokój",
    scales={10**3: "tys|tysiąc|tysiące|tysięcy", 10**6: "mln|milion|miliony|milionów", 10**9: "mld|miliard"},
    currencies={"USD": "dolar|dolary|dolarów", "EUR": "euro", "PLN": "złoty|złote|złotych|zł|zlotych"},
    deeds=r"\w{3,}[ćc]|rozmowa|spotkanie|telefon",
)
