"""Polish words for times, money, contacts and interactions."""

from handlers.parsing.lexicon.languages.language import (
    HOUR,
    WEEKEND,
    Ask,
    Kind,
    Language,
    numbered_words,
    with_ones,
)
from storage.models import Outcome

POLISH = Language(
    times={
        Kind.DAY: {
            0: "dziś|dzisiaj",
            1: "jutro|do jutra",
            2: "pojutrze",
            -1: "wczoraj",
            -2: "przedwczoraj",
        },
        Kind.WEEKDAY: {
            0: "poniedziałek|poniedziałku|do poniedziałku|ten poniedziałek",
            1: "wtorek|we wtorek|wtorku|do wtorku|ten wtorek",
            2: "środa|środę|do środy|tę środę",
            3: "czwartek|czwartku|do czwartku|ten czwartek|czw",
            4: "piątek|piątku|do piątku|ten piątek",
            5: "sobota|sobotę|do soboty|tę sobotę",
            6: "niedziela|niedzielę|niedzieli|do niedzieli|tę niedzielę|niedz",
            WEEKEND: "weekend|weekendu|weekendzie",
        },
        Kind.LOOSE_WEEKDAY: {0: "pon|pn", 1: "wt|we wt", 2: "śr", 4: "pt", 5: "sob", 6: "nd"},
        Kind.MONTH: numbered_words(
            1,
            "styczeń|stycznia|sty luty|lutego|lut marzec|marca kwiecień|kwietnia|kwi maj|maja"
            " czerwiec|czerwca|cze lipiec|lipca|lip sierpień|sierpnia|sierp wrzesień|września|wrz"
            " październik|października|paź listopad|listopada|lis grudzień|grudnia|gru",
        ),
        Kind.LOOSE_MONTH: {8: "sie"},  # also "się" without its tail
        Kind.PART: {
            9: "rano|z rana|z samego rana|przed południem|przed obiadem|w pierwszej połowie dnia",
            12: "w południe|około południa|koło południa",
            13: "w porze lunchu|w porze obiadu",
            15: "po południu|popołudniu|po obiedzie|po lunchu|w drugiej połowie dnia",
            17: "koniec dnia|pod koniec dnia|końca dnia|do końca dnia|końcu dnia|na koniec dnia",
            18: "wieczorem|pod wieczór",
            3: "w nocy",
        },
        Kind.LOOSE_PART: {9: "ranek", 12: "południe", 15: "popołudnie", 18: "wieczór"},
        Kind.LATER: {0: "później dzisiaj|później dziś|dzisiaj później|dziś później"},
        Kind.MINUTES: {1: "sekunda|sekundę|sekundy|sekund", 60: "minuta|minutę|minuty|minut|minutkę|minutek"},
        Kind.HOURS: {HOUR: "godzina|godzinę|godziny|godzin|godzinie|godzinka|godzinkę|godz"},
        Kind.SPAN: {HOUR / 4: "kwadrans", HOUR / 2: "półgodziny|pół godziny|pół godzinki|pół godz"},
        Kind.DAYS: {1: "dzień|dni|dnia|dniach|dobę"},
        Kind.WORKING_DAYS: {
            1: "dzień roboczy|dni robocze|dni roboczych|dnia roboczego|dniu roboczym|roboczy dzień|robocze dni"
        },
        Kind.WEEKS: {7: "tydzień|tygodnia|tygodnie|tygodni|tygodniu|tyg"},
        Kind.MONTHS: {
            1: "miesiąc|miesiąca|miesiące|miesięcy|miesiącu|mies",
            3: "kwartał|kwartału|kwartały|kwartale",
            6: "pół roku",
            12: "rok|roku|lata|lat",
        },
        Kind.QUANTITY: {
            **numbered_words(
                1,
                "jeden|jedna|jedną|jedno dwa|dwie|parę trzy cztery pięć sześć siedem osiem dziewięć dziesięć"
                " jedenaście dwanaście",
            ),
            0.5: "pół",
            1.5: "półtora|półtorej",
            15: "piętnaście",
            **with_ones(
                {20: "dwadzieścia", 30: "trzydzieści", 40: "czterdzieści", 50: "pięćdziesiąt"},
                "jeden|jedną dwa|dwie trzy cztery pięć sześć siedem osiem dziewięć",
            ),
        },
        Kind.TIME: {
            **numbered_words(
                1,
                "za kwadrans druga|za kwadrans trzecia|za kwadrans czwarta|za kwadrans piąta|za kwadrans szósta"
                "|za kwadrans siódma|za kwadrans ósma|za kwadrans dziewiąta|za kwadrans dziesiąta"
                "|za kwadrans jedenasta|za kwadrans dwunasta|za kwadrans pierwsza",
                0.75,
                "|",
            ),
            24: "o północy",
        },
        Kind.AND_A_HALF: {0.5: "i pół"},
        Kind.IN: {0: "za"},
        Kind.AGO: {0: "temu"},
        Kind.AT_OR_ABOUT: {0: "o"},
        Kind.AT: {0: "o godz|o godzinie|na godz|na godzinę"},
        Kind.WEEKS_OR_AT: {7: "w"},
        Kind.ON: {0: "na|najbliższy|najbliższą|najbliższym|nadchodzący|nadchodzącą|nadchodzącym"},
        Kind.UP_TO: {0: "do"},
        Kind.NEAR: {0: "od|między|po"},
        Kind.ABOUT: {0: "około|koło|ok."},
        Kind.BOUND: {
            0: "lub|albo|czy|przed|każdy|każdą|każdego|każdej|nie|wcześniej|później|co"
            "|kilka|kilkanaście|wcześnie|późno|taniej|drożej|więcej|mniej"
            "|podwyżka|podwyżkę|obniżka|obniżkę|rabat|zniżka|zniżkę|wzrost|spadek"
            "|obniżyć|podnieść|codziennie"
            "|w pierwszej połowie|w drugiej połowie"
        },
        Kind.OF_MONTH: {0: "dnia miesiąca"},
        Kind.HOUR_NAME: numbered_words(
            1,
            "pierwszej drugiej trzeciej czwartej piątej szóstej siódmej ósmej dziewiątej dziesiątej jedenastej"
            " dwunastej trzynastej czternastej piętnastej szesnastej siedemnastej"
            " osiemnastej dziewiętnastej dwudziestej",
        ),
        Kind.DAY_NAME: {
            **numbered_words(
                1,
                "pierwszego drugiego trzeciego czwartego piątego szóstego siódmego ósmego dziewiątego "
                "dziesiątego jedenastego dwunastego trzynastego czternastego piętnastego szesnastego "
                "siedemnastego osiemnastego dziewiętnastego dwudziestego",
            ),
            21: "dwudziestego pierwszego",
            22: "dwudziestego drugiego",
            23: "dwudziestego trzeciego",
            24: "dwudziestego czwartego",
            25: "dwudziestego piątego",
            26: "dwudziestego szóstego",
            27: "dwudziestego siódmego",
            28: "dwudziestego ósmego",
            29: "dwudziestego dziewiątego",
            30: "trzydziestego",
            31: "trzydziestego pierwszego",
        },
        Kind.PAST_OR_TO: {
            15: "kwadrans po|o kwadrans po",
            -30: "o wpół do|wpół do|o pół do|pół do",
        },
        Kind.START_OF: {0: "początek|na początek|początku|na początku|z początkiem"},
        Kind.END_OF: {0: "koniec|pod koniec|na koniec|końca|do końca|końcu|z końcem"},
        Kind.MIDDLE_OF: {0: "połowa|połowie|połowę"},
        Kind.NTH: {
            1: "pierwszy|pierwsza|pierwszą|pierwsze",
            2: "drugi|druga|drugą|drugie",
            3: "trzeci|trzecia|trzecią|trzecie",
            4: "czwarty|czwarta|czwartą|czwarte",
        },
        Kind.QUARTER: {
            1: "pierwszy kwartał|pierwszym kwartale|pierwszego kwartału|1 kwartale"
            "|1 kwartał|1. kwartał|i kwartale|i kwartał",
            2: "drugi kwartał|drugim kwartale|drugiego kwartału|2 kwartale"
            "|2 kwartał|2. kwartał|ii kwartale|ii kwartał",
            3: "trzeci kwartał|trzecim kwartale|trzeciego kwartału|3 kwartale"
            "|3 kwartał|3. kwartał|iii kwartale|iii kwartał",
            4: "czwarty kwartał|czwartym kwartale|czwartego kwartału|4 kwartale"
            "|4 kwartał|4. kwartał|iv kwartale|iv kwartał",
        },
        Kind.AFTER_NEW_YEAR: {0: "po nowym roku|w nowym roku|po sylwestrze"},
        Kind.HALF_OF_DAY: {12: "wiecz"},
        Kind.UNREAD: {0: "o tej samej porze|" + "|".join(f"ok {hour}" for hour in range(6, 22)) + "|północ"},
        Kind.NEXT: {
            1: "przyszły|przyszła|przyszłą|przyszłe|przyszłym|przyszłej|przyszłego|następny|następna|następną"
            "|następne|następnym|następnej|następnego|nast|przyszł",
            -1: "zeszły|zeszła|zeszłą|zeszłym|zeszłej|zeszłego|ubiegły|ubiegła|ubiegłą|ubiegłym"
            "|ubiegłej|ubiegłego|ostatni|ostatnią|ostatnim|poprzedni|poprzednią|poprzednim",
        },
        Kind.YEAR: {0: "r"},
        Kind.FILLER: {0: "i|równo|punktualnie"},
    },
    ordinals="go|ego|tego",
    hour_ordinals="ej|tej",
    born="urodzony|urodzona|urodzony w dniu|urodziny|data urodzenia|urodz|ur",
    cities="warszawa|kraków|łódź|wrocław|poznań|gdańsk|szczecin|bydgoszcz|lublin|białystok|katowice"
    "|gdynia|częstochowa|radom|toruń|sosnowiec|kielce|rzeszów|gliwice|zabrze|olsztyn|bielsko-biała"
    "|bytom|zielona góra|rybnik|opole|tychy|sopot|płock|tarnów",
    city="miasto|m",
    phone="telefon|tel|nr tel|numer|kom|komórka|służbowy|stacjonarny|praca|faks",
    name="imię|nazwisko|imię i nazwisko|klient|kontakt",
    email="poczta|adres e-mail|mejl",
    company="firma|spółka|organizacja",
    title="stanowisko|funkcja",
    address="adres|ulica|ul",
    registered="umowa|konto|karta|dowód|nip|krs|regon|pesel",
    jobs="dyrektor|dyrektorka|prezes|kierownik|kierowniczka|właściciel|właścicielka|księgowa|księgowy"
    "|handlowiec",
    percent="procent|proc|sztuk|razy",
    next_step="dalej|następny krok|następne kroki|kolejny krok|następnie",
    intends="przypomnij mi|przypomnij|przypomnieć|muszę|trzeba|należy|mam|nie zapomnieć|nie zapomnij"
    "|nie zapomnieć o|nie zapomnij o|pamiętać|pamiętać o|pamiętaj|pamiętaj o"
    "|chcę|planuję|powinienem|powinnam|warto",
    tells=r"\w*mawia[łl]\w*|\w*mówi[łl]\w*|\w*gada[łl]\w*|spotka[łl]\w*|\w*dzwoni[łl]\w*|widzia[łl]\w*"
    r"|napisa[łl]\w*|by[łl]\w*|wys[łl]a[łl]\w*|pokaza[łl]\w*|omówi[łl]\w*",
    talked=r"\w*mawia[łl]\w*|gada[łl]\w*|pogada[łl]\w*|spotka[łl]\w*|trwa[łl]\w*|omówi[łl]\w*|rozmowa"
    r"|spotkanie|telefon",
    roughly="około|ok|koło|prawie|jakieś|mniej więcej",
    hundreds=numbered_words(
        1,
        "sto|stu dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset",
        by=100,
    ),
    ones="tysiąc|tysiąca|milion|miliona|miliard|miliarda",
    halves="pół",
    beside_outcome="on|ona|oni|było|był|była|jest|są|znowu|ciągle|nadal|dziś|dzisiaj|telefonu|telefon"
    "|się|na|pocztę|poczcie|mu|jej",
    outcomes={
        Outcome.REACHED: "odebrał|odebrała|odebrali|odebrano|dodzwoniłem się|dodzwoniłam się",
        Outcome.NO_ANSWER: "nie odebrał|nie odebrała|nie odebrali|nie odbiera|nie odbierają|brak odpowiedzi"
        "|bez odpowiedzi|nie odpowiada|nie dodzwoniłem się|nie dodzwoniłam się|nieodebrane|nieodebrał"
        "|nieodebrała|nie podniósł|nie podniosła|nie odpowiedział|nie odpowiedziała|wyłączony telefon",
        Outcome.VOICEMAIL: "poczta głosowa|skrzynka głosowa|automatyczna sekretarka|nagrałem się|nagrałam się"
        "|zostawiłem wiadomość|zostawiłam wiadomość",
        Outcome.BUSY: "zajęte|zajęty|zajęta|linia zajęta",
        Outcome.WRONG_NUMBER: "zły numer|pomyłka|błędny numer|nie ten numer",
        Outcome.CALLBACK: "prosi o telefon|prosił o telefon|prosiła o telefon|oddzwonić później",
        Outcome.NOT_INTERESTED: "niezainteresowany|niezainteresowana|nie zainteresowany|nie zainteresowana"
        "|odmowa",
    },
    per=r"(?:na|za) (?:rok|miesiąc|kwartał|tydzień|dzień|godzinę|sztukę|szt)|rocznie|miesięcznie"
    "|kwartalnie|netto|brutto",
    numbered="etap|etapu|faza|część|wersja|numer|wariant|partia|lokal|pokój",
    named="zamówienie|faktura|umowa|projekt",
    scales={
        10**3: "tys|tysiąc|tysiąca|tysiące|tysięcy",
        10**6: "mln|milion|miliona|miliony|milionów|bańka|bańki|baniek",
        10**9: "mld|miliard|miliarda|miliardów",
    },
    currencies={"USD": "dolar|dolary|dolarów|dolców", "EUR": "euro", "PLN": "złoty|złote|złotych|zł|zlotych"},
    spoken_of=r"\w+ach",
    before_length=r"za|na|potrzebuj\w*|chce|chcą|kupił\w*|kupili|sprzedał\w*|sprzedali|zamówił\w*"
    r"|spóźnił\w*|jeszcze"
    "|tylko|trwa|trwało|co|każde|opóźnion[aey]",
    after_length=r"prac[ya]|umow\w*|szkole\w*|gwarancj\w*|opóźnieni\w*|spóźnieni\w*|wsparci\w*|demo|jazdy"
    "|później|wcześniej",
    deeds=r"\w{3,}[ćc]|spr[óo]buj[ęe]|zadzwoni[ęe]|oddzwoni[ęe]|wy[śs]l[ęe]|napisz[ęe]|dopytam|sprawdz[ęe]"
    r"|pode[śs]l[ęe]|rozmowa|spotkanie|telefon",
    between="między|pomiędzy",
    joins="do",
    joins_after_between="a|i",
    asks={
        Ask.MINE: "mój|moja|moje|moi|moich|moim",
        Ask.TEAM: "zespół|zespołu|mój zespół|mojego zespołu|nasz zespół|naszego zespołu",
        Ask.CLIENTS: "klient|klienta|klienci|klientów|firmy|kontakty|osoby",
        Ask.NO_CALL: "bez telefonu|bez telefonów|bez rozmowy|bez rozmów|nie dzwoniłem|nie dzwoniłam"
        "|nie dzwoniliśmy|nie zadzwoniłem|nie zadzwoniłam|nie dzwonione|nie dzwoniono"
        "|brak telefonu|brak rozmowy",
        Ask.NO_TALK: "bez kontaktu|bez kontaktów|brak kontaktu|nie kontaktowałem się|nie kontaktowałam się"
        "|nie rozmawiałem|nie rozmawiałam|nie rozmawialiśmy",
        Ask.NO_MEETING: "bez spotkania|bez spotkań|nie spotkałem się|nie spotkałam się|nie spotkaliśmy się",
        Ask.NEVER_CALLED: "nigdy nie dzwoniłem|nigdy nie dzwoniłam|nigdy nie dzwoniliśmy"
        "|ani razu nie dzwoniłem|ani razu nie dzwoniłam|ani razu nie dzwoniliśmy|jeszcze nie dzwoniłem"
        "|jeszcze nie dzwoniłam",
        Ask.NEVER_SPOKEN: "nigdy nie rozmawialiśmy|ani razu nie rozmawialiśmy|bez żadnego kontaktu",
        Ask.CALLED: "dzwoniłem|dzwoniłam|dzwoniliśmy|telefon|telefony|z telefonem|z telefonami|rozmowa"
        "|rozmowy|z rozmową",
        Ask.MET: "spotkanie|spotkania|ze spotkaniem|ze spotkaniami|spotkałem się|spotkałam się|spotkaliśmy się",
        Ask.SPOKEN: "gadałem|gadałam|gadaliśmy|z kontaktem|kontaktowałem się|kontaktowałam się|rozmawiałem"
        "|rozmawiałam|rozmawialiśmy",
        Ask.OPEN: "otwarty|otwarta|otwarte|otwartych|otwartymi|w toku",
        Ask.WON: "wygrany|wygrana|wygrane|wygranych|wygranymi|wygrałem|wygrałam|wygraliśmy|wygrano",
        Ask.LOST: "przegrany|przegrana|przegrane|przegranych|przegranymi|przegrałem|przegrałam"
        "|przegraliśmy|przegrano",
        Ask.DEALS: "szansa|szanse|szans|szansami|z szansą|z szansami|transakcje|sprzedaże",
        Ask.CLOSING: "zamykane|zamykany|zamykają się|zamyka się|zamkną się|zamknięcie|do zamknięcia"
        "|z zamknięciem|przewidywane zamknięcie|mamy zamknąć|mają się zamknąć|powinny się zamknąć"
        "|planujemy zamknąć|szanse zamykamy",
        Ask.NO_STEP: "bez następnego kroku|bez następnych kroków|bez kolejnego kroku|brak następnego kroku"
        "|bez follow-upu|bez follow-upów",
        Ask.GOING_COLD: "dawno bez kontaktu|dawno nie rozmawialiśmy|z kim dawno nie rozmawiałem"
        "|z kim dawno nie rozmawiałam|kto stygnie|kto ostyga|stygnie|stygną|stygnący|stygnących"
        "|ostygają",
        Ask.OVERDUE: "zaległy|zaległe|zaległych|zaległymi|po terminie|przeterminowane|zaległości",
        Ask.FOLLOW_UPS: "follow-upy|follow-upów|przypomnienia|przypomnień|zadania|zadań|zadanie",
        Ask.BIRTHDAY: "urodziny|urodzin|z urodzinami|solenizanci|jubilaci",
        Ask.OVER: "ponad|powyżej|więcej niż|więcej|większe niż|co najmniej|przynajmniej",
        Ask.UNDER: "poniżej|mniej niż|mniej|mniejsze niż|co najwyżej",
        Ask.FROM: "od|z|ze",
        Ask.TO: "do",
        Ask.THIS: "ta|tę|tego|tej|tym|bieżący|bieżącego|bieżącym",
        Ask.LATELY: "ostatni|ostatnie|ostatnich|ostatnią",
        Ask.QUARTER: "kw",
        Ask.AT: "w|we|na|dla|i|o|przez|już|którzy|których|którym|z którymi|do których|komu|kogo|do kogo|z kim"
        "|kto|z tagiem|które|która|jakie|jakie mamy",
        Ask.LONG: "dawno|długo",
        Ask.NOT: "nie|bez|brak|oprócz",
    },
    months_in="styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu październiku listopadzie"
    " grudniu",
)
