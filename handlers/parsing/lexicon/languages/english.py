"""English words for times, money, contacts and interactions."""

from handlers.parsing.lexicon.languages.language import (
    HOUR,
    WEEKEND,
    Ask,
    Forms,
    Kind,
    Language,
    numbered_words,
    with_ones,
)
from storage.models import Outcome

TENS: Forms = with_ones(
    {20: "twenty", 30: "thirty", 40: "forty|fourty", 50: "fifty"},
    "one two three four five six seven eight nine",
    between=" -",
)
ENGLISH = Language(
    times={
        Kind.DAY: {
            0: "today",
            1: "tomorrow|tmrw|tmrow|tmr|tmw|tomorow|tommorow|tommorrow|tomorro",
            2: "day after tomorrow|the day after tomorrow|day after tmrw|day after tmr|day after tomorow",
            -1: "yesterday|yest|yday",
            -2: "day before yesterday|the day before yesterday",
        },
        Kind.WEEKDAY: {
            **numbered_words(
                0,
                "monday tuesday|tue|tues wednesday|weds|wensday|wednsday thursday|thu|thur|thurs|thurday"
                "|thrusday"
                " friday|fri saturday sunday",
            ),
            WEEKEND: "weekend|at the weekend|over the weekend|over weekend",
        },
        Kind.LOOSE_WEEKDAY: {0: "mon", 2: "wed", 5: "sat", 6: "sun"},
        Kind.MONTH: numbered_words(
            1,
            "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug"
            " september|sep|sept october|oct november|nov december|dec",
        ),
        Kind.PART: {
            9: "in the morning|before lunch|before noon",
            15: "in the afternoon|after lunch",
            17: "eod|cob|end of day|end of the day|end of business|close of business",
            18: "in the evening",
        },
        Kind.TIME: {24: "midnight"},
        Kind.DAY_AND_PART: {
            -4: "last night",
            9: "this morning",
            15: "this afternoon",
            17: "end of today",
            18: "tonight|this evening",
        },
        Kind.LOOSE_PART: {
            9: "morning|first thing",
            12: "noon|midday|lunchtime",
            15: "afternoon",
            18: "evening",
            20: "night",
        },
        Kind.LATER: {0: "later today"},
        Kind.MINUTES: {1: "second|seconds|sec|secs", 60: "minute|minutes|min|mins|m|'|’|′"},
        Kind.HOURS: {HOUR: "hour|hours|hr|hrs|h"},
        Kind.SPAN: {HOUR / 4: "quarter of an hour|a quarter of an hour|quarter hour"},
        Kind.DAYS: {1: "day|days|d", 14: "fortnight"},
        Kind.WORKING_DAYS: {
            1: "business day|business days|working day|working days|workday|workdays|work day|work days"
        },
        Kind.WEEKS: {7: "week|weeks|wk|wks|week's time|weeks' time|weeks'"},
        Kind.WEEKS_OR_AT: {7: "w"},
        Kind.MONTHS: {
            1: "month|months|month's time|months' time|months'",
            3: "quarter|quarters",
            12: "year|years",
        },
        Kind.QUANTITY: {
            **numbered_words(1, "one two three four five six seven eight nine ten eleven twelve"),
            0.5: "half|half a|half an",
            2: "two|couple of|a couple of|couple|a couple",
            15: "fifteen",
            **TENS,
        },
        Kind.AND_A_HALF: {0.5: "and a half"},
        Kind.ARTICLE: {1: "a|an"},
        Kind.IN: {0: "in"},
        Kind.AGO: {0: "ago"},
        Kind.HENCE: {0: "from now"},
        Kind.START_OF: {0: "start of|beginning of", 1: "early|early in"},
        Kind.END_OF: {0: "end of", 1: "eom", 7: "eow", 12: "eoy"},
        Kind.MIDDLE_OF: {0: "mid|mid-|middle of"},
        Kind.NTH: {1: "first", 2: "the second", 3: "third", 4: "fourth", 5: "fifth"},
        Kind.QUARTER: {
            1: "q1|first quarter|1st quarter",
            2: "q2|second quarter|2nd quarter",
            3: "q3|third quarter|3rd quarter",
            4: "q4|fourth quarter|4th quarter|last quarter of the year",
        },
        Kind.AFTER_NEW_YEAR: {
            0: "after new year|after the new year|after new years|after new year's|after new year's day"
            "|in the new year|early in the new year"
        },
        Kind.PAST_OR_TO: {30: "half past", 15: "quarter past|a quarter past", -15: "quarter to|a quarter to"},
        Kind.AT: {0: "at|@"},
        Kind.ON: {0: "on|by|this|coming"},
        Kind.NEAR: {0: "from|between|around|approximately|approx|circa|after|~|≈"},
        Kind.ABOUT: {0: "about"},
        Kind.BOUND: {
            0: "to|till|until|or|before|every|each|than|not|daily|weekly|monthly|late|sometime|few|several|some"
        },
        Kind.DASH: {0: "-|–|—"},
        Kind.CLOCK: {0: "o'clock|oclock|ish|-ish"},
        Kind.UNREAD: {0: "same time|weekends|utc|gmt|est|edt|cst|cdt|pst|pdt|cet|cest|eet|eest|bst|msk"},
        Kind.NEXT: {1: "next", -1: "last"},
        Kind.HALF_OF_DAY: {0: "am|a.m", 12: "pm|p.m"},
        Kind.FILLER: {0: "the|of|and|exactly"},
    },
    ordinals="st|nd|rd|th",
    deeds="(?:send|call|ring|phon|e-?mail|text|chas|visit)ing|(?:i'll|i will|we'll|we will|will) (?:try|call"
    "|ring|phone|send|chase|follow|check|text|e-?mail"
    "|ping|get back)"
    "|chase|call|ring|try|retry|phone|send|e-?mail|write|message|text|ping|meet|meeting|visit|ask|tell|check"
    "|confirm|discuss"
    "|talk|speak|show|demo|sign|pay|invoice|remind|follow|get|give|bring|deliver|prepare|present|review"
    "|offer|lunch",
    before_length="for|within|of|the|a|an|per|needs?|wants?|asks?|asked|takes?|sold|sells?|bought|buys?"
    "|ordered|late"
    r"|delayed|moved|postponed|extended|only|another|more|extra|next|first|last|minus|plus|lasts?|\w+ing",
    after_length="of|contracts?|late|delays?|demos?|slots?|trials?|sessions?|later|per|notice|support"
    "|work|away|a"
    "|earlier|less|more|warranty|drive|training|call ?back",
    percent="percent|pct",
    next_step="next|next step|next steps",
    intends="remind me to|remind me|remind|please remind me to|i need to|need to|needs to|i have to"
    "|have to|gotta|i must|must|i should|should|don't forget to|do not forget to|dont forget to|don't forget"
    "|dont forget|do not forget|remember to|todo"
    "|to do|to-do|plan to|planning to|want to|going to|i will|i'll|let's",
    tells=r"tried|picked up|talked|spoke|spoken|chatted|met|saw|called|rang|phoned|visited|discussed|wrote"
    r"|texted"
    "|emailed|got off|left (?:vm|voice ?mail)|had an? (?:call|meeting|lunch|chat)|went|sent|heard",
    talked="spoke|spoken|talked|chatted|met|lasted|took|called|rang|phoned|discussed|call|meeting|chat|lunch"
    "|had an? (?:call|meeting|lunch|chat)|(?:we|i) (?:spoke|talked|chatted|met)",
    born="born on|born|birthday|birthdate|birth date|bday|b-day|b'day|bd|date of birth|dob|d.o.b",
    cities="london|manchester|birmingham|leeds|glasgow|edinburgh|liverpool|bristol|dublin|new york|nyc"
    "|los angeles|chicago|houston|boston|san francisco|seattle|miami|dallas|atlanta|denver"
    "|philadelphia|toronto|montreal|vancouver|melbourne|berlin|munich|hamburg|frankfurt|paris|madrid"
    "|barcelona|rome|milan|vienna|prague|warsaw|krakow|kyiv|kiev|lviv|moscow|istanbul|dubai"
    "|singapore|hong kong|tokyo|shanghai|beijing|shenzhen|amsterdam|brussels|zurich|stockholm|oslo"
    "|copenhagen|helsinki|riga|vilnius|tallinn",
    city="city",
    phone="telephone|tel|phone|phone number|mobile|mob|cell|cellphone|fax|work|office|home|direct|main|ph|p|t|m"
    "|w|h|tel no|whatsapp|wa|viber|telegram|tg|number",
    name="name|full name|contact|client",
    email="work|home|personal|e-mail|email|mail|e-mail address|email address",
    company="company|firm|organization|organisation|org|employer",
    title="title|job title|position|role|job",
    address="address|addr|street",
    messenger="telegram|tg|skype|whatsapp|wa|viber|linkedin|instagram|insta|wechat",
    registered="passport|contract|card|account|acct|policy"
    "|vat|vat no|vat id|vat number|tin|ein|inn|tax id|tax no|reg no|company no|crn|iban",
    jobs="ceo|cto|cfo|coo|vp|president|founder|owner|director|manager|buyer|accountant|assistant|secretary",
    roughly="~|≈|about|approx|approximately|around|roughly|almost|nearly|ca|circa|some",
    hundreds={1: "a", 100: "hundred|a hundred|one hundred"},
    halves="half a|half",
    beside_outcome="he|she|they|him|her|them|his|their|it|was|were|is|are|the|a|again|still|just|today"
    "|now|sorry|my|me",
    outcomes={
        Outcome.REACHED: "reached|answered|got through|picked up",
        Outcome.NO_ANSWER: "no answer|no reply|not answered|not reached|no pick up|did not pick up"
        "|didn't pick up|did not answer|didn't answer|no response|could not reach|couldn't reach"
        "|not picking up|no pickup|didn't get through"
        "|couldn't get through|did not get through|not answering|isn't answering|out of reach|n/a",
        Outcome.VOICEMAIL: "voicemail|voice mail|left a voicemail|left voicemail|answering machine|left vm"
        "|left a message|left message|left msg|left a msg|lvm|got voicemail|went to voicemail|vm"
        "|got vm|went to vm",
        Outcome.BUSY: "busy|line busy|engaged|line engaged",
        Outcome.WRONG_NUMBER: "wrong number|wrong nr|wrong no",
        Outcome.CALLBACK: "asked to call back|call back later|wants a callback|asked for a callback",
        Outcome.NOT_INTERESTED: "not interested|no interest",
    },
    per=r"per [^\W\d_]+|an? (?:year|month|week|day|hour|piece|seat|user)|/ ?[^\W\d_]+|each|annually|yearly"
    r"|monthly|quarterly|weekly|p\.?a|net|gross|total|in total|(?:incl|excl|plus|with|without|\+)\.? ?vat",
    numbered="phase|stage|step|part|lot|batch|version|ver|v|release|no|nr|num|number|unit|room|floor"
    "|line|variant|tier|level|#|№",
    named="order|invoice|contract|case|ticket|po|model|item|option|project|windows|office",
    scales={
        10**3: "k|thousand",
        10**6: "m|mn|mln|mil|million|millions",
        10**9: "bn|billion|billions",
    },
    currencies={
        "USD CAD AUD NZD SGD HKD MXN": "$|dollar|dollars|bucks",
        "USD": "us$|$us|usd$",
        "EUR": "€|euro|euros",
        "GBP": "£|pound|pounds",
        "RUB BYN": "ruble|rubles|rouble|roubles",
        "RUB": "₽",
        "UAH": "₴|hryvnia|hryvnias",
        "PLN": "zł|zl|zloty|zlotys",
        "CNY": "元|cn¥|yuan|rmb",
        "CAD": "ca$|c$|can$|$ca",
        "AUD": "a$|au$|$au",
        "NZD": "nz$|$nz",
        "HKD": "hk$|$hk",
        "MXN": "mx$|mex$|$mx",
        # Symbols of other dollars, as in Babel (currency_symbols of its locales), if only one has them.
        "SGD": "s$|sg$|$sg",
        "TWD": "nt$",
        "XCD": "ec$",
        "BBD": "bds$",
        "BMD": "bm$",
        "BSD": "bs$",
        "BZD": "bz$",
        "DOP": "rd$",
        "FJD": "fj$",
        "JMD": "jm$|j$",
        "TTD": "tt$",
        "COP": "col$",
        "UYU": "$u",
        "BRL": "r$",
        "JPY CNY": "¥|￥",
        "CHF": "francs",
        "SEK NOK DKK": "kr",
        "KZT": "₸",
        "INR": "₹",
        "KRW": "₩",
        "VND": "₫",
        "TRY": "₺",
        "GEL": "₾",
        "ILS": "₪",
    },
    between="between",
    joins="to",
    joins_after_between="and",
    asks={
        Ask.MINE: "my|mine|my own|by me",
        Ask.TEAM: "team|my team|our team|team's|the team",
        Ask.CLIENTS: "client|clients|customer|customers|contacts|people|companies",
        Ask.NO_CALL: "no call|no calls|without a call|without call|without calls|not called|no phone call"
        "|haven't called|have not called|didn't call|did not call|uncalled|not phoned|haven't i called"
        "|haven't we called|have i not called|didn't i call|haven't i phoned",
        Ask.NO_TALK: "no contact|no contacts|without contact|without a contact|not contacted|no talk"
        "|not spoken with|not spoken to|not talked to|no interaction|no interactions|haven't contacted"
        "|have not contacted|untouched|haven't i contacted|haven't i spoken with|haven't i spoken to"
        "|haven't i talked to|haven't i talked with|haven't spoken to|haven't spoken with|haven't talked to"
        "|haven't talked with",
        Ask.NO_MEETING: "no meeting|no meetings|without a meeting|without meetings|not met|not met with"
        "|haven't met|have not met|haven't i met",
        Ask.NEVER_CALLED: "never called|never phoned",
        Ask.NEVER_SPOKEN: "never contacted|never spoken with|never spoken to|never talked to",
        Ask.CALLED: "called|call|calls|with a call|with calls|phoned|did i call|did we call|have i called"
        "|did i ring"
        "|did i phone",
        Ask.MET: "met|did i meet|did we meet|have i met|did i see|met with|meeting|meetings|with a meeting"
        "|with meetings",
        Ask.SPOKEN: "did i talk to|did i talk with|did i speak to|did i speak with|have i talked to"
        "|have i spoken to"
        "|have i spoken with|did i contact|contacted|spoke|spoken|spoke with|spoken with|spoke to|spoken to"
        "|talked to"
        "|talked with|with contact",
        Ask.OPEN: "open",
        Ask.WON: "won",
        Ask.LOST: "lost",
        Ask.DEALS: "deal|deals|with deals|with a deal|opportunities",
        Ask.CLOSING: "closing|closes|to close|due to close|expected to close|expected close"
        "|with expected close|should close|will close|are closing|deals close|deals closing|supposed to close"
        "|likely to close|planned to close",
        Ask.NO_STEP: "no next step|no next steps|without next step|without a next step|without next steps"
        "|no follow-up|no follow-ups|without a follow-up|without follow-up|without follow-ups|no followup"
        "|no follow up",
        Ask.GOING_COLD: "going cold|gone cold|who is going cold|who's going cold|whos going cold",
        Ask.OVERDUE: "overdue|past due",
        Ask.FOLLOW_UPS: "follow-up|follow-ups|followups|follow ups|tasks|to-dos|todos|reminders",
        Ask.BIRTHDAY: "birthday|birthdays|with a birthday",
        Ask.OVER: ">|>=|≥|over|above|more than|at least|greater than|bigger than",
        Ask.UNDER: "<|<=|≤|under|below|less than|at most",
        Ask.FROM: "from|since",
        Ask.TO: "to|up to|till|until",
        Ask.THIS: "this|the current|current",
        Ask.LATELY: "past|the past",
        Ask.QUARTER: "q",
        Ask.AT: "in|for|on|during|within|the|of|at|with|and|who|whom|which|that|i|we|have|has|had|i've"
        "|been|tagged",
        Ask.LONG: "long|for long|a long time|a while|ages",
        Ask.NOT: "no|not|never|without|except",
    },
)
