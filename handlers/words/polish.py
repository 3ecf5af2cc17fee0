"""What people type in Polish. Most of its times are not understood yet, only known as times."""

from handlers.words.language import Kind, Language, numbered
from storage.models import Outcome

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
            "|minuty"
        },
        Kind.MONTH: numbered(
            1,
            "styczeń|stycznia luty|lutego marzec|marca kwiecień|kwietnia maja czerwiec|czerwca lipiec|lipca"
            " sierpień|sierpnia wrzesień|września październik|października listopad|listopada grudzień|grudnia",
        ),
    },
    born="urodzony|urodzona|urodzony w dniu|urodziny|data urodzenia|urodz|ur",
    phone="telefon|tel|nr tel|numer|kom|komórka|służbowy|stacjonarny|praca|faks",
    name="imię|nazwisko|imię i nazwisko|klient|kontakt",
    email="poczta|adres e-mail|mejl",
    company="firma|spółka|organizacja",
    title="stanowisko|funkcja",
    address="adres|ulica|ul",
    registered="umowa|konto|karta|dowód|nip|krs|regon|pesel",
    jobs="dyrektor|dyrektorka|prezes|kierownik|kierowniczka|właściciel|właścicielka|księgowa|księgowy|handlowiec",
    next_step="dalej|następny krok|następnie",
    outcomes={
        Outcome.REACHED: "odebrał|odebrała|dodzwoniłem się|dodzwoniłam się",
        Outcome.NO_ANSWER: "nie odebrał|nie odebrała|nie odbiera|brak odpowiedzi",
        Outcome.VOICEMAIL: "poczta głosowa",
        Outcome.BUSY: "zajęte|zajęty",
        Outcome.WRONG_NUMBER: "zły numer|pomyłka",
    },
    per=r"(?:na|za) (?:rok|miesiąc|kwartał|tydzień|dzień|godzinę|sztukę|szt)|rocznie|miesięcznie"
    "|kwartalnie|netto|brutto",
    numbered="etap|etapu|faza|część|wersja|numer|wariant|partia|lokal|pokój",
    named="zamówienie|faktura|umowa|projekt",
    scales={10**3: "tys|tysiąc|tysiące|tysięcy", 10**6: "mln|milion|miliony|milionów", 10**9: "mld|miliard"},
    currencies={"USD": "dolar|dolary|dolarów", "EUR": "euro", "PLN": "złoty|złote|złotych|zł|zlotych"},
    deeds=r"\w{3,}[ćc]|rozmowa|spotkanie|telefon",
)
