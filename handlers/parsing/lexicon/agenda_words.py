"""Words about what is ahead, in five languages.

Patterns for lower-case text without "ё" (`lexicon.plain`), separated by "|".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.models import FollowUpKind

CALL, MEETING = FollowUpKind.CALL, FollowUpKind.MEETING
EMAIL, MESSAGE = FollowUpKind.EMAIL, FollowUpKind.MESSAGE


@dataclass(frozen=True)
class AgendaWords:
    """`reminds`: before what somebody asks to be reminded of. `kinds`: words for what is to be done, from their
    beginning.
    """

    reminds: str
    kinds: Mapping[FollowUpKind, str]


ENGLISH = AgendaWords(
    reminds="(?:please |pls )?remind me (?:to|about|of|that)|(?:please |pls )?remind me"
    "|(?:don't|do not|dont) let me forget(?: to)?",
    kinds={
        CALL: r"call(?:ing|s)?|phone|ring|dial|call ?back",
        MEETING: r"meet(?:ing|s|up)?|visit|lunch|coffee with|dinner|breakfast|demo|appointment",
        EMAIL: r"e-?mail|mail",
        MESSAGE: r"message|text|whats ?app|sms|dm|ping|write(?: to)?|telegram|tg",
    },
)
RUSSIAN = AgendaWords(
    reminds="напомни(?:те|ть)? мне|мне напомни(?:те)?|напомни(?:те|ть)?",
    kinds={
        CALL: r"(?:по|пере|со)?звони\w*|(?:по|пере)?звонить|созвон\w*|звонок|наб(?:рать|ери|рать)",
        MEETING: r"встреч\w*|встретить\w*|съездить|заехать|подъехать|визит|обед с|демо|показ",
        EMAIL: r"имейл\w*|емейл\w*|e-?mail|(?:на|по) почт[уе]|письмо",
        MESSAGE: r"(?:на|от)писать|напиши|сообщение|смс|ва[тц]сап\w*|телеграм\w*",
    },
)
UKRAINIAN = AgendaWords(
    reminds="нагадай(?:те)? мені|мені нагадай(?:те)?|нагада(?:й|йте|ти)",
    kinds={
        CALL: r"(?:по|пере|за)?дзвони\w*|(?:за|пере)?телефонува\w*|дзвінок|созвон\w*|набрати|набери",
        MEETING: r"зустріч\w*|зустрі\w*|з'їздити|заїхати|під'їхати|візит|обід з|демо",
        EMAIL: r"імейл\w*|емейл\w*|e-?mail|(?:на|по) пошт[уі]|лист(?:а)?(?!\w)",
        MESSAGE: r"(?:на|від)писати|напиши|повідомлення|смс|вотсап\w*|ватсап\w*|телеграм\w*",
    },
)
POLISH = AgendaWords(
    reminds="przypomnij(?:cie)? mi|przypomnij(?:cie)?|przypomnieć",
    kinds={
        CALL: r"(?:za|od|ob)?dzwoni[cć]|(?:za|od|ob)?dzwoń|zatelefonować|zatelefonowac|telefon do|rozmowa",
        MEETING: r"spotka[ćcnłl]\w*|wizyta|odwiedzi[ćc]|lunch|obiad z|kawa z|demo|prezentacja",
        EMAIL: r"e-?mail\w*|maila?|mejla?",
        MESSAGE: r"(?:na|od)pisa[ćc]|napisz|wiadomo[śs][ćc]|sms|whats ?app\w*|telegram\w*",
    },
)
CHINESE = AgendaWords(
    reminds="请?提醒一?下?我|请提醒|提醒|别忘了提醒我",
    kinds={
        CALL: "打电话|打个电话|回电话?|去电|致电|通电话|通话|再打|拨打|电话",
        MEETING: "见面|面谈|拜访|会面|开会|碰面|约见|会议|演示",
        EMAIL: "发邮件|邮件|电邮",
        MESSAGE: "发微信|微信|发消息|发短信|短信|留言",
    },
)
AGENDA_WORDS = (ENGLISH, RUSSIAN, UKRAINIAN, POLISH, CHINESE)
