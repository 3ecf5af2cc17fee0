"""Words around the parts of a contact, in all languages: extensions, fax, degrees, streets, 'turns 40'."""

# Between a number and its extension.
EXTENSION = (
    *("extension", "extn", "ext", "x", "добавочный", "доб", "внутренний", "внутр", "вн", "додатковий", "дод"),
    *("внутрішній", "wewnętrzny", "wewn", "wew", "分机号", "分机", "分機", "内线", "內線", "转", "轉"),
)
FAX = ("fax", "telefax", "факс", "faks", "传真", "傳真", "传真号")
ASK_FOR = ("ask for", "спросить", "спрашивать", "запитати", "питати", "pytać o", "prosić", "prosić o", "找")
# Numbered documents: their numbers are not phones.
PAPERS = (
    *("invoice", "inv", "order", "ticket", "po", "счёт", "заказ", "накладная", "заявка"),
    *("замовлення", "накладна", "заявка", "faktura", "zamówienie", "rachunek", "发票", "订单", "合同", "单号"),
)

GENERATIONS = (
    "jr",
    "sr",
    "jnr",
    "snr",
    "junior",
    "senior",
    "ii",
    "iii",
    "iv",
    "мл",
    "ст",
    "младший",
    "старший",
)
DEGREES = (  # as they are compared: lower case, without dots and spaces
    *("mba", "emba", "phd", "dphil", "md", "dds", "dmd", "dvm", "jd", "llb", "llm", "esq", "esquire", "cpa"),
    *("cfa", "pmp", "ba", "bsc", "bs", "beng", "ma", "msc", "ms", "meng", "mphil", "rn", "ceng", "acca", "obe"),
    *("dr", "prof", "professor", "mr", "mrs", "кандидатнаук", "канднаук", "докторнаук"),
    *(
        "ктн",
        "дтн",
        "кмн",
        "дмн",
        "кэн",
        "дэн",
        "кюн",
        "дюн",
        "кфмн",
        "дфмн",
        "кен",
        "ден",
        "проф",
        "профессор",
    ),
    *(
        "професор",
        "доцент",
        "доктор",
        "mgr",
        "inż",
        "mgrinż",
        "drinż",
        "drhab",
        "drhabinż",
        "lek",
        "lekmed",
        "mec",
    ),
    *("博士", "硕士", "碩士", "教授", "工程师", "学士"),
)

TURNS = (
    *("turns", "turning", "will turn", "will be", "исполняется", "исполнится", "виповнюється", "виповниться"),
    *("kończy", "skończy", "满", "滿"),
)
YEARS_OLD = ("years old", "years", "лет", "год", "года", "років", "рік", "роки", "lat", "lata", "岁", "歲")

# Placeholders that programs write, and people who have to fill in a field; without brackets.
PLACEHOLDERS = (
    *("null", "n/a", "n\\a", "n.a", "nan", "undefined", "tbd", "n.d", "н/д"),
    *("not provided", "not available", "not specified", "не указано", "не указан", "не указана", "не вказано"),
    *("не вказана", "nie podano", "nie dotyczy", "未填写", "未填"),
)
# In a note, or in a column of another meaning, these may be an answer: "Allergies: none", "Orders: 0".
PLACEHOLDERS_OR_ANSWERS = (
    *("no", "none", "nil", "empty", "unknown", "нет", "нету", "нет данных", "отсутствует", "неизвестно"),
    *("пусто", "немає", "нема", "ні", "відсутній", "відсутня", "відсутнє", "невідомо", "brak"),
    *("brak danych", "nie ma", "nieznany", "nieznana", "无", "無", "没有", "暂无", "未知", "不详"),
)
# Without brackets they may be names: "Blank" is one.
PLACEHOLDERS_IN_BRACKETS = ("blank", "no value", "порожньо", "puste")

# Between a job title and the company: "CEO at Acme", "dyrektor w Acme".
AT_COMPANY = ("at", "@", "компании", "фирмы", "компанії", "фірми", "w", "firmy")
OF_COMPANY = ("of", "for", "в", "из", "у", "z")  # or of a department
FROM_COMPANY = ("from", "at")  # between a name and a company, as it is called there
FROM_LEGAL_FORM = (
    "из",
    "з",
    "із",
    "z",
    "ze",
)  # the same, before a legal form: else it may be a town
HEADS = ("ceo", "founder", "co-founder", "cofounder", "owner", "president", "chairman")  # of whole companies
# Words for streets, before or after a name.
STREETS_AROUND = (
    *(
        "ул",
        "улица",
        "пр-т",
        "просп",
        "проспект",
        "пер",
        "переулок",
        "пл",
        "площадь",
        "наб",
        "набережная",
        "шоссе",
    ),
    *(
        "б-р",
        "бульвар",
        "проезд",
        "пр-д",
        "тупик",
        "аллея",
        "мкр",
        "мкрн",
        "микрорайон",
        "вул",
        "вулиця",
        "пров",
    ),
    *("провулок", "площа", "шосе", "бульв", "набережна", "узвіз"),
)
STREETS_BEFORE = (
    *(
        "ul",
        "ulica",
        "al",
        "aleja",
        "aleje",
        "plac",
        "pl",
        "os",
        "osiedle",
        "rondo",
        "bulwar",
        "szosa",
        "skwer",
    ),
    *("p.o. box", "po box", "а/я", "rue", "calle", "via"),
)
# These are certain alone; the others need a number or a dot next to them.
STREETS_FOR_SURE = (
    "улица",
    "пр-т",
    "б-р",
    "пр-д",
    "переулок",
    "набережная",
    "мкр",
    "вулиця",
    "провулок",
    "ulica",
    "aleja",
)
STREETS_AFTER = (
    *(
        "street",
        "st",
        "road",
        "rd",
        "avenue",
        "ave",
        "lane",
        "ln",
        "drive",
        "boulevard",
        "blvd",
        "court",
        "square",
    ),
    *("sq", "place", "terrace", "quay", "highway", "hwy", "parkway", "pkwy", "crescent", "embankment", "wharf"),
    *("way", "close", "row", "mews", "plaza", "broadway"),
)
HOUSES = (  # before a number: part of an address
    *(
        "suite",
        "ste",
        "apt",
        "apartment",
        "unit",
        "flat",
        "floor",
        "building",
        "bldg",
        "room",
        "д",
        "дом",
        "кв",
    ),
    *(
        "квартира",
        "оф",
        "офис",
        "корп",
        "корпус",
        "стр",
        "строение",
        "этаж",
        "подъезд",
        "буд",
        "будинок",
        "офіс",
    ),
    *("поверх", "м", "lok", "lokal", "m", "nr", "piętro", "bud"),
)
