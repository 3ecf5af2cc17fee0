"""Words that name one entry to delete, in five languages: "the last call with petrov", "напоминание Морозовой".

Patterns for whole words, separated by "|"; the Chinese ones stand anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.models import InteractionKind

CALL, MEETING, NOTE = InteractionKind.CALL, InteractionKind.MEETING, InteractionKind.NOTE
EMAIL, MESSAGE = InteractionKind.EMAIL, InteractionKind.MESSAGE


@dataclass(frozen=True)
class DeletionWords:
    """`kinds`: of interactions. `any_kind`: an interaction of any kind. `follow_ups`: what is to be done.

    `last`: the newest one is meant. `beside`: words between these and what the entry is about.
    """

    kinds: Mapping[InteractionKind, str]
    any_kind: str
    follow_ups: str
    last: str
    beside: str


ENGLISH = DeletionWords(
    kinds={
        CALL: r"(?:phone )?calls?",
        MEETING: r"meetings?",
        EMAIL: r"e-?mails?",
        MESSAGE: r"messages?",
        NOTE: r"notes?",
    },
    any_kind=r"interactions?|entry|entries|log entry",
    follow_ups=r"follow[- ]?ups?|reminders?|tasks?|to-?dos?",
    last=r"last|latest|newest|most recent",
    beside=r"the|a|an|my|this|that|with|to|from|for|of|about|on|at|in|by|'s|recurring",
)
RUSSIAN = DeletionWords(
    kinds={
        CALL: r"звон(?:ок|ка|ки)|созвон\w?|разговор\w?",
        MEETING: r"встреч[уаи]",
        EMAIL: r"письм[оа]",
        MESSAGE: r"сообщени[еяй]",
        NOTE: r"заметк[уаи]|примечани[ея]|комментари[йя]",
    },
    any_kind=r"запис[ьи]|контакт с",
    follow_ups=r"напоминани[еяй]|задач[уаи]|задани[ея]|дел[оа]",
    last=r"последн(?:ий|юю|ее|яя|его|ей|ие)|недавн(?:ий|юю|ее)",
    beside=r"мо[йюеи]|мою|эт[оу]т?|с|со|от|по|про|о|об|обо|для|у|к|ко|на|в|из",
)
UKRAINIAN = DeletionWords(
    kinds={
        CALL: r"дзвін(?:ок|ка|ки)|дзвінок|розмов[уаи]",
        MEETING: r"зустріч\w?",
        EMAIL: r"листа?|листи",
        MESSAGE: r"повідомлення",
        NOTE: r"нотатк[уаи]|замітк[уаи]|примітк[уаи]|коментар\w?",
    },
    any_kind=r"запис\w?|контакт з",
    follow_ups=r"нагадування|завдання|задач[уаі]|справ[уаи]",
    last=r"останн(?:ій|ю|є|я|ього|ьої|і)|недавн(?:ій|ю|є)",
    beside=r"м[іо]й|мою|моє|ц(?:ей|ю|е)|з|із|зі|від|по|про|для|у|в|до|на",
)
POLISH = DeletionWords(
    kinds={
        CALL: r"rozmow[ęeay]|telefony?|po[łl][ąa]czeni[ea]",
        MEETING: r"spotkani[ea]",
        EMAIL: r"e-?maila?|maila?|mejla?",
        MESSAGE: r"wiadomo[śs][ćc]|wiadomo[śs]ci",
        NOTE: r"notatk[ęeai]|notk[ęea]|uwag[ęe]",
    },
    any_kind=r"wpisu?|kontakt z",
    follow_ups=r"przypomnieni[ea]|zadani[ea]|follow[- ]?up",
    last=r"ostatni[ąaeo]?|ostatniego|ostatniej|najnowsz[ąaey]",
    beside=r"m[óo]j|moj[ąae]|t[ęoe]n?|z|ze|od|do|o|dla|u|dot\.?|dotycz[ąa]c[ąaey]|w sprawie|na|w|przy",
)
CHINESE = DeletionWords(
    kinds={
        CALL: "通话记录|电话记录|通话|电话",
        MEETING: "会面记录|会议记录|拜访记录|会面|会议|拜访",
        EMAIL: "邮件|电邮",
        MESSAGE: "消息|短信|微信",
        NOTE: "备注|笔记",
    },
    any_kind="联系记录|记录",
    follow_ups="跟进提醒|跟进|提醒|任务|待办",
    last="最后|最近|最新|上一|上",
    beside="的|一条|一次|一个|一封|那条|这条|那个|这个|条|次|个|封|我|给|跟|与|和|对|关于",
)
DELETION_WORDS = (ENGLISH, RUSSIAN, UKRAINIAN, POLISH)
