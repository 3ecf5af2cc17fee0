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
    """`reminds`: before what somebody asks to be reminded of. `kinds`: words for what is to be done.

    In a question about what is ahead: `agenda` and `tasks` ask for it, `asks` may stand beside them.

    `moves`: to another time. `done`: at an end of a line that says so; `marks_done`: asks to note it.
    """

    reminds: str
    kinds: Mapping[FollowUpKind, str]
    today: str
    this_week: str
    next_week: str
    coming_week: str
    overdue: str
    agenda: str
    tasks: str
    asks: str
    moves: str
    done: str
    marks_done: str


# What somebody answers who does not want what was given to them.
DECLINES = (
    r"declined?|no time|not me"
    r"|(?:sorry,? )?(?:i )?(?:can['’]?t|cannot|won['’]?t)(?: (?:do|make) (?:it|this|that))?"
    r"|отказываюсь|отклоняю|(?:я )?не (?:могу|смогу|успею|успеваю|возьмусь)|нет времени"
    r"|відмовляюс[ья]|відхиляю|(?:я )?не (?:можу|зможу|встигну|встигаю|візьмуся)|немає часу"
    r"|odmawiam|odrzucam|nie (?:mog[ęe]|dam rady|zd[ąa][żz][ęe])|nie mam czasu"
    r"|没空|沒空|没时间|沒時間|我?做不了|我?去不了|来不及|來不及|拒绝|拒絕"
)

ENGLISH = AgendaWords(
    reminds="(?:please |pls )?remind me (?:to|about|of|that)|(?:please |pls )?remind me"
    "|(?:don't|do not|dont) let me forget(?: to)?|(?:don't|do not|dont) forget(?: to| about)?|remember to",
    kinds={
        CALL: r"call(?:ing|s)?|phone|ring|dial|call ?back",
        MEETING: r"meet(?:ing|s|up)?|visit|lunch|coffee with|dinner|breakfast|demo|appointment",
        EMAIL: r"e-?mail|mail",
        MESSAGE: r"message|text(?= (?:him|her|them|back|to)(?!\w))|whats ?app|sms|dm|ping|write(?: to)?",
    },
    today="today|tonight|this morning|this afternoon|this evening",
    this_week="this week|the week|my week|rest of the week",
    next_week="next week",
    coming_week="coming week|week ahead|(?:next|coming) (?:7|seven|few) days|days ahead",
    overdue="overdue|past due",
    agenda="agenda|schedule|calendar|plans|diary|coming up|ahead",
    tasks="follow-?ups?|follow ups?|tasks?|to-?dos?|reminders|appointments",
    asks="what's|whats|what is|what are|what does|what do|what|which|do|does|have|got|is|are|am|there|anything"
    "|something|any|show|list|give|tell|see|look like|look|scheduled|planned|planning|booked|lined up|due|on"
    "|for|in|the|my|me|i|i've|i'm|we|us|our|to|of|please|plan|up|open|all|doing|looks|like",
    moves="moved|move|rescheduled|reschedule|postponed|pushed|shifted|postpone"
    "|push back|push|shift|delay|put off",
    done="done|finished|completed|is done",
    marks_done="mark done|mark as done|tick off|mark it done|check off",
)
RUSSIAN = AgendaWords(
    reminds="(?:надо )?не забы(?:ть|ва(?:ть|й))(?: про| о)?|не забудь(?:те)?(?: про| о)?|напомни(?:те"
    "|ть)? мне|мне напомни(?:те)?|напомни(?:те|ть)?",
    kinds={
        CALL: r"(?:по|пере|со)?звони\w*|(?:по|пере)?звонить|созвон\w*|звонок|наб(?:рать|ери|рать)",
        MEETING: r"встреч\w*|встретить\w*|съездить|заехать|подъехать|визит|обед с|демо|показ",
        EMAIL: r"имейл\w*|емейл\w*|e-?mail|(?:на|по) почт[уе]|письмо",
        MESSAGE: r"(?:на|от)писать|напиши|сообщение|смс|ва[тц]сап\w*|телеграм\w*",
    },
    today="сегодня|сегодняшний день|сегодняшние",
    this_week=r"(?:эт\w+|текущ\w+) недел\w+",
    next_week=r"(?:следующ\w+|будущ\w+|след) недел\w+",
    coming_week=r"(?:ближайш\w+|предстоящ\w+) (?:недел\w+|дн\w+)",
    overdue=r"просроч\w+",
    agenda="планы|планов|расписание|повестка|повестка дня|дела|дел|календарь|график|ежедневник|намечено"
    "|запланировано|предстоит",
    tasks="задачи|задач|задача|напоминания|напоминаний|встречи и звонки",
    asks="что|чё|че|чо|шо|чего|какие|какая|какой|какое|есть|ли|у|меня|нас|мне|мои|мой|моя|мое|на|в|во|по|за|с"
    "|о|покажи"
    "|показать|список|дай|там|что-нибудь|что-то|нибудь|надо|нужно|делать|сделать|день|же|а|и|будет|все|всё"
    "|открытые|план|тебя|давай",
    moves="перенесли|перенеслась|перенеслось|перенесся|перенесена|перенесено|перенесен|сдвинули|сдвинулась"
    "|сдвинулся"
    "|отложили|давай|перекинь|перекинули|перенесите|перенеси|перенести|сдвинь|сдвинуть|передвинь|передвинуть"
    "|отложи|отложить",
    done="сделано|сделала|сделал|готово|выполнено|закрыто",
    marks_done="отметь выполненным|отметь как выполненное|отметь сделанным|отметь|закрой задачу",
)
UKRAINIAN = AgendaWords(
    reminds="(?:треба )?не забу(?:ти|вати)(?: про)?|не забудь(?:те)?(?: про)?|нагадай(?:те)? мені"
    "|мені нагадай(?:те)?|нагада(?:й|йте|ти)",
    kinds={
        CALL: r"(?:по|пере|за)?дзвони\w*|(?:за|пере)?телефонува\w*|дзвінок|созвон\w*|набрати|набери",
        MEETING: r"зустріч\w*|зустрі\w*|з'їздити|заїхати|під'їхати|візит|обід з|демо",
        EMAIL: r"імейл\w*|емейл\w*|e-?mail|(?:на|по) пошт[уі]|лист(?:а)?(?!\w)",
        MESSAGE: r"(?:на|від)писати|напиши|повідомлення|смс|вотсап\w*|ватсап\w*|телеграм\w*",
    },
    today="сьогодні|сьогоднішній день|сьогоднішні",
    this_week=r"(?:цей|цього|цьому|поточн\w+) тиж\w+",
    next_week=r"наступн\w+ тиж\w+",
    coming_week=r"найближч\w+ (?:тиж\w+|дн\w+)",
    overdue=r"простроч\w+",
    agenda="плани|планів|розклад|справи|справ|календар|графік|порядок денний|заплановано",
    tasks="завдання|завдань|нагадування|нагадувань|задачі",
    asks="що|шо|чого|які|яка|який|яке|є|чи|у|в|мене|нас|мені|мої|мій|моя|моє|на|по|за|з|о|об|покажи|показати"
    "|список|дай|щось|що-небудь|треба|потрібно|робити|зробити|день|а|і|й|буде|там|усі|всі|відкриті|план",
    moves="перенеслась|перенеслася|перенеслося|перенісся|перенесли|перенесено|перенесена|пересунули"
    "|пересунулась"
    "|відклали|давай|перекинь|перекинути|перекинули|перенесіть|перенеси|перенести|пересунь|пересунути|посунь"
    "|відклади|відкласти",
    done="зроблено|зробила|зробив|готово|виконано|закрито",
    marks_done="познач виконаним|познач як виконане|познач зробленим|познач",
)
POLISH = AgendaWords(
    reminds="(?:pami[ęe]ta(?:[ćc]|j)|nie zapomn(?:ie[ćc]|ij))(?: o| [żz]eby)?|przypomnij(?:cie)? mi"
    "|przypomnij(?:cie)?|przypomnieć",
    kinds={
        CALL: r"(?:za|od|ob)?dzwoni[cć]|(?:za|od|ob)?dzwoń|zatelefonować|zatelefonowac|telefon|rozmowa",
        MEETING: r"spotka[ćcnłl]\w*|wizyta|odwiedzi[ćc]|lunch|obiad z|kawa z|demo|prezentacja",
        EMAIL: r"e-?mail\w*|maila?|mejla?",
        MESSAGE: r"(?:na|od)pisa[ćc]|napisz|wiadomo[śs][ćc]|sms|whats ?app\w*|telegram\w*",
    },
    today="dzisiaj|dziś|dzis|dzisiejszy dzień|dzisiejsze",
    this_week=r"(?:ten|tego|tym|bież\w+|biez\w+) (?:tydzień|tydzien|tygodni\w+)",
    next_week=r"(?:przysz\w+|nast[eę]pn\w+|kolejn\w+) (?:tydzień|tydzien|tygodni\w+)",
    coming_week=r"najbli[żz]sz\w+ (?:tydzień|tydzien|tygodni\w+|dni|dniach)",
    overdue=r"zaleg\w+|przetermin\w+|po terminie|sp[óo][źz]nione",
    agenda="plany|planów|kalendarz|grafik|terminarz|harmonogram|agenda|agendę|zaplanowane|zaplanowanego"
    "|umówione|umówionego",
    tasks="zadania|zadań|zadan|przypomnienia|przypomnień|follow-?upy|sprawy|spraw",
    asks="co|jakie|jaki|jaka|czy|mam|mamy|coś|cos|jest|są|sa|moje|mój|moj|moja|na|w|we|do|za|o|z|pokaż|pokaz"
    "|lista|zrobienia|zrobić|zrobic|dzień|dzien|mnie|u|czeka|się|sie|dla|to|plan|wszystkie|otwarte|nas",
    moves="przełożony|przelozony|przełożona|przelozona|przełożone|przelozone|przełożyliśmy|przelozylismy"
    "|przesunięty|przesuniety|przesunięta|przesunieta|przesunięte|przesuniete|przesunęliśmy|przesunelismy"
    "|przeniesiony|przeniesiona|przeniesione|przenieśliśmy|przenieslismy|przerzuć|przerzuc|przenieś|przenies"
    "|przenieść"
    "|przeniesc|przełóż|przeloz|przełożyć|przelozyc|przesuń|przesun|przesunąć",
    done="zrobione|gotowe|załatwione|zalatwione|wykonane|zrobiłem|zrobiłam",
    marks_done="odhacz|odznacz|oznacz jako zrobione|oznacz jako wykonane",
)
CHINESE = AgendaWords(
    reminds="(?:要|得)?记得(?:要)?|别忘了?(?:要)?|不要忘了?(?:要)?|请?提醒一?下?我|请提醒|提醒|别忘了提醒我",
    kinds={
        CALL: "打电话|打个电话|回电话?|去电|致电|通电话|通话|再打|拨打|电话",
        MEETING: "见面|面谈|拜访|会面|开会|碰面|约见|会议|演示",
        EMAIL: "发邮件|邮件|电邮",
        MESSAGE: "发微信|微信|发消息|发短信|短信|留言",
    },
    today="今天|今日|今晚",
    this_week="(?:这个?|本)(?:周|星期|礼拜)(?![一二三四五六日天末])|这一周",
    next_week="下个?(?:周|星期|礼拜)(?![一二三四五六日天末])",
    coming_week="接下来一周|未来一周|接下来几天|这几天|最近几天",
    overdue="已?过期|已?逾期|超期",
    agenda="日程|安排|计划|行程",
    tasks="任务|待办事项|待办|跟进|提醒事项",
    asks="有没有|有什么|有哪些|有啥|什么|哪些|我们|我的|我|有|吗|呢|的|要|都|谁|查看|看看|看一下|看|显示|列出"
    "|一下"
    "|需要|做|事情|事|了|会|是|在|里|该|啥|全部|所有",
    moves="改到了?|改成了?|换到了?|调到了?|推迟到|推到|挪到|延到|延期到|改期到|移到",
    done="完成了|做完了|搞定了|搞定|已完成|完成",
    marks_done="标记完成|标记为完成|标为完成|打勾",
)
AGENDA_WORDS = (ENGLISH, RUSSIAN, UKRAINIAN, POLISH, CHINESE)
