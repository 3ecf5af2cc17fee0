"""Words for an interaction in a sentence, in five languages: its kind, its outcome, what is expected next.

Patterns for lower-case text without "ё" (`lexicon.plain`), separated by "|". Each matches from a word's start.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.models import InteractionKind, Outcome

CALL, MEETING = InteractionKind.CALL, InteractionKind.MEETING
EMAIL, MESSAGE, NOTE = InteractionKind.EMAIL, InteractionKind.MESSAGE, InteractionKind.NOTE


@dataclass(frozen=True)
class TalkWords:
    """`kinds`: verbs and nouns that name the kind of an interaction. `media`: where a text was written.

    `outcomes`: phrases for the outcome of a call, anywhere in a text. `agreed`: words of what somebody is to
    do, in the same clause as its time. `expected`: words before the time of what is only expected.
    `for_long`: words between a verb and a duration. `pronouns`: may come before the verb.
    `joins`: words between what happened and its outcome.
    """

    kinds: Mapping[InteractionKind, str]
    media: Mapping[InteractionKind, str]
    outcomes: Mapping[Outcome, str]
    agreed: str
    expected: str
    for_long: str = ""
    pronouns: str = ""
    joins: str = ""


ENGLISH = TalkWords(
    kinds={
        CALL: r"called|got through to|reached|phoned|rang|dialled|dialed|spoke|spoken|talked|chatted|caught up"
        r"|(?:had|did|made) an? (?:\w+ )?(?:call|chat)|(?:phone )?call (?:with|to|from)"
        r"|(?:got )?off (?:the phone|a call)(?: (?:with|w/?)(?= ))?|on the phone (?:with|to)|left (?:vm"
        r"|voice ?mail)"
        r"|tried (?:calling|ringing|phoning|to (?:call|ring|phone|reach))",
        MEETING: r"met|visited|saw|(?:dropped|stopped|swung|popped) (?:by|in)|sat down with"
        r"|had (?:an? )?(?:\w+ )?(?:meeting|lunch|coffee|dinner|breakfast)"
        r"|(?:meeting|mtg|lunch|coffee|dinner|breakfast|demo|visit) (?:with|w/)",
        EMAIL: r"e-?mailed|mailed|sent|wrote|replied|forwarded|e-?mail (?:to|from)",
        NOTE: r"note (?:about|on|for|to)",
        MESSAGE: r"texted|messaged|whatsapped|pinged|dm'?e?d|sms'?e?d|(?:message|text) (?:to|from)",
    },
    media={
        EMAIL: r"(?:by|via|per|an?) e-?mail|e-?mail",
        MESSAGE: r"(?:in|on|via|by|over) (?:whats ?app|wa|telegram|tg|viber|wechat|signal|messenger|linkedin"
        r"|sms|text)|an? (?:text|sms|message|dm)",
    },
    outcomes={
        Outcome.VOICEMAIL: r"(?:straight|directly) to (?:voice ?mail|vm)|left (?:(?:an?|him|her|them|another"
        r"|my|the|short|quick) ){0,3}"
        r"(?:voice ?mails?|vms?|messages?|msgs?)|lvm|lm|went (?:straight )?to (?:voice ?mail|vm)"
        r"|got (?:his|her|their|the) (?:voice ?mail|vm)",
        Outcome.NO_ANSWER: r"(?:did not|didn't|didnt|does not|doesn't|not|never|nobody|no one)"
        r" (?:pick(?:ed|ing)? up|answer(?:ed|ing)? (?:the |his |her )?phone)"
        r"(?! (?:the|his|her|their|a|an|some|my|our|any) (?!phone|call))"
        r"|(?:phone|mobile|cell) (?:is |was )?(?:switched |turned )?off|(?:is|was) unreachable"
        r"|(?:could not|couldn't|couldnt|can't|cannot) (?:reach (?:him|her|them|anyone|anybody)|get through)"
        r"|no (?:answer|pick ?up)(?! (?:from|yet|to|on|about|for))"
        r"|nobody answered|no one answered",
        Outcome.BUSY: r"(?:line|phone|number) (?:was |is )?(?:busy|engaged)|engaged tone|busy signal",
        Outcome.WRONG_NUMBER: r"wrong number(?! (?:of|on|in|for)\b)",
        Outcome.REACHED: r"hung up|hangs up|got through to",
        Outcome.CALLBACK: r"(?:asked|told|wants?|wanted|said)(?: me| us)?(?: to)? (?:call|ring|phone"
        r"|be called|try)(?: \w+)? (?:back|later|again)|(?:wants?|wanted|asked for|requested) a call ?back"
        r"|call (?:me|us) back|asked (?:me |us )?to (?:call|ring|phone|be called)(?= |\Z)",
        Outcome.NOT_INTERESTED: r"not interested(?! in)|no interest(?! in)",
    },
    agreed=r"promised|i'll|i will|we'll|we will|agreed to (?:meet|call|talk|speak|send|visit)|(?:asked"
    r"|told) (?:me|us) to|asked to (?:call|ring|be called|meet)|wants? (?:me to|a call ?back)|will (?:try"
    r"|call|ring|send|chase|follow|check|text|e-?mail|get back)|chase|call (?:me|him|her|them) back",
    expected=r"agree[ds]?|wants?|asks?|asked|will|'ll|promise[ds]?|schedule[ds]?|book(?:ed|s)?|arranged?|set up"
    r"|plans?|planned|expects?|waits?|waiting|needs?|decides?|by|due|deadline|meeting|demo|call ?back"
    r"|follow-?up"
    r"|appointment|to (?:call|meet|visit|send|be called)|call (?:him|her|them|me|us)?(?: back)?|busy until",
    for_long=r"for|about",
    pronouns=r"i|we|just|have|i've|we've|had",
    joins=r"and|but|so",
)
RUSSIAN = TalkWords(
    kinds={
        CALL: r"(?:по|пере|об|про|до)?звонил[аи]?(?:сь|ся)?|созвонил\w+|созванивал\w+|набрал[аи]?|набирал[аи]?"
        r"|(?:по|пере)?говорил[аи]?|(?:по)?общал\w+|болтал[аи]?|(?:звонок|созвон|разговор)(?= )",
        MEETING: r"встретил\w+|встречал\w+|(?:у|по)?виделись|(?:за|съ)ездил[аи]?|(?:встреча|обед) (?:с|со|у)"
        r"|был[аи]?(?: (?:сегодня|вчера|утром))? (?:у|в гостях|на встрече|на объекте|в офисе)|обедал[аи]?"
        r"|посетил[аи]?",
        EMAIL: r"письмо (?:для|от)|(?:ото|вы|по)слал[аи]?|отправил[аи]?",
        NOTE: r"заметка|запись",
        MESSAGE: r"(?:на|от)?писал[аи]?|списал\w+|переписывал\w+|скинул[аи]?",
    },
    media={
        EMAIL: r"(?:на|по) (?:эл\.? ?)?почт[уе]|письм\w+|(?:на )?(?:e-?mail|имейл\w*|емейл\w*|мейл\w*|мыло)",
        MESSAGE: r"(?:в|во|по|на) (?:вотсап\w*|ватсап\w*|вацап\w*|телеграм\w*|телег[уе]|тг|вайбер\w*|вк|смс"
        r"|личку"
        r"|мессенджер\w*|whats ?app|telegram|viber)|смс\w*|сообщени\w+",
    },
    outcomes={
        Outcome.VOICEMAIL: r"(?<!не )(?:оставил|записал|наговорил)[аи]? (?:(?:ему|ей|им|голосовое) ){0,2}"
        r"(?:сообщение|на автоответчик)|попал[аи]? на автоответчик|включился автоответчик",
        Outcome.NO_ANSWER: r"не (?:берет|берут|взял[аи]?|поднял[аи]?|поднимает|снял[аи]?|снимает) (?:трубк"
        r"|телефон)\w*"
        r"|трубк[уи] не (?:берет|берут|взял[аи]?|поднял[аи]?|поднимает|снял[аи]?|снимает)"
        r"|не (?:смог(?:ла|ли)? )?дозвон(?:ил\w+|ить\w+)|(?:абонент|телефон|номер) (?:вне зоны|недоступ\w+"
        r"|выключен\w*)"
        r"|вне зоны(?: доступа)?|не отвечает(?! на (?!звонк|телефон))",
        Outcome.BUSY: r"(?:телефон|линия|номер) (?:все время |постоянно )?занят[оа]?|занято",
        Outcome.WRONG_NUMBER: r"не туда попал[аи]?|не тот номер|(?:неверный|неправильный) номер|ошиб(?:ся"
        r"|лась|лись) номером",
        Outcome.REACHED: r"(?:бросил|повесил|кинул)[аи]? трубку|дозвони(?:лся|лась|лись)",
        Outcome.CALLBACK: r"(?:по)?прос(?:ил[аи]?|ит|ят)(?: \w+)? (?:перезвонить|набрать|позвонить)"
        r"|сказал[аи]? перезвонить",
        Outcome.NOT_INTERESTED: r"не ?интересно|не интересует(?:ся)?|не заинтересован\w*|неинтересн\w+",
    },
    agreed=r"(?:по)?обещал[аи]?|(?:по)?прос(?:ил[аи]?|ит|ят)(?: \w+)? (?:перезвонить|набрать|позвонить"
    r"|прислать|отправить|скинуть|выслать)|договорил\w+ (?:созвониться|встретиться|на (?:встречу|звонок"
    r"|созвон))|наберу|перезвоню|позвоню|попробую|отправлю|пришлю|скину|вышлю|напишу|уточню|созвонимся"
    r"|встретимся|заеду",
    expected=r"договорил\w+|условил\w+|просит|просил[аи]?|попросил[аи]?|хочет|хотят|ждет|ждут|жду"
    r"|обещал[аи]?|назначил\w+"
    r"|запланировал\w+|готов[аы]?|будет|будут|нужн[оаы]?|надо|решит|решат|до|к|ко|встреч\w+|созвон\w*|демо"
    r"|(?:пере|по)?звонить|набрать|отправить|прислать|встретиться|увидимся|созвонимся",
    for_long=r"примерно|около|минут|почти",
    pronouns=r"я|мы|только что|сейчас",
    joins=r"и|но|а",
)
UKRAINIAN = TalkWords(
    kinds={
        CALL: r"додзвони(?:вся|лася|лась|лися|лись)|(?:по|пере|за)?(?:дзвонив|дзвонила|дзвонили|телефонував"
        r"|телефонувала|телефонували)|зідзвон\w+"
        r"|набрав|набрала|набрали|(?:по|роз)?(?:говорив|говорила|говорили|мовляв|мовляла|мовляли)"
        r"|(?:по)?спілкува\w+|(?:дзвінок|розмова)(?= )",
        MEETING: r"зустрі(?:в|ла|ли)\w*|зустрічал\w+|зустрічався|бачил\w+|бачився|(?:з)?їзди(?:в|ла|ли)"
        r"|(?:зустріч|обід) (?:з|із|зі|у)|відвіда(?:в|ла|ли)|обіда(?:в|ла|ли)"
        r"|бу(?:в|ла|ли)(?: (?:сьогодні|вчора|зранку))? (?:у|на зустрічі|на об'єкті|в офісі)",
        EMAIL: r"лист (?:до|від)|надісла(?:в|ла|ли)|відправи(?:в|ла|ли)|висла(?:в|ла|ли)|надсила(?:в|ла|ли)",
        NOTE: r"нотатка|замітка|запис",
        MESSAGE: r"(?:на|від)?писа(?:в|ла|ли)|переписува\w+|скину(?:в|ла|ли)",
    },
    media={
        EMAIL: r"на пошту|поштою|лист[аи]?|(?:на )?(?:e-?mail|імейл\w*|емейл\w*|мейл\w*)",
        MESSAGE: r"(?:у|в|на) (?:вотсап\w*|ватсап\w*|телеграм\w*|телег[уі]|тг|вайбер\w*|месенджер\w*|приват|смс"
        r"|whats ?app|telegram|viber)|смс\w*|повідомлення",
    },
    outcomes={
        Outcome.VOICEMAIL: r"(?<!не )(?:залиши|наговори|записа)(?:в|ла|ли) (?:(?:йому|їй|їм|голосове) ){0,2}"
        r"(?:повідомлення|на автовідповідач)|увімкнувся автовідповідач|потрапи(?:в|ла|ли) на автовідповідач",
        Outcome.NO_ANSWER: r"не (?:бере|беруть|взяв|взяла|взяли|підняв|підняла|підняли|піднімає|зняв|зняла)"
        r" (?:трубк|слухавк|телефон)\w*|(?:трубку|слухавку) не (?:бере|беруть|взяв|взяла|підняв|підняла"
        r"|піднімає)"
        r"|не (?:зм(?:іг|огла|огли) )?додзвони(?:в|л|т)\w+|(?:абонент|телефон|номер) (?:поза зоною"
        r"|недоступн\w+|вимкнен\w+)"
        r"|поза зоною(?: досяжності| доступу)?|не відповіда(?:є|в|ла)(?! на (?!дзвін))",
        Outcome.BUSY: r"(?:телефон|лінія|номер) (?:весь час |постійно )?зайнят\w+|зайнято",
        Outcome.WRONG_NUMBER: r"не туди потрапи(?:в|ла|ли)|не той номер|(?:невірний|неправильний) номер"
        r"|помили\w+ номером",
        Outcome.REACHED: r"(?:кину|пові[сш]и|покла)(?:в|ла|ли) (?:трубку|слухавку)"
        r"|додзвони(?:вся|лася|лась|лися|лись)",
        Outcome.CALLBACK: r"(?:по)?прос(?:и(?:в|ла|ли)|ить|ять)(?: \w+)? (?:передзвонити|набрати|подзвонити"
        r"|зателефонувати)",
        Outcome.NOT_INTERESTED: r"не цікав\w+|не зацікавлен\w*|нецікаво",
    },
    agreed=r"(?:по)?обіця(?:в|ла|ли)|(?:по)?прос(?:и(?:в|ла|ли)|ить|ять)(?: \w+)? (?:передзвонити|набрати"
    r"|подзвонити|зателефонувати|надіслати|скинути)|домови\w+ (?:зустрітися|на (?:зустріч|дзвінок))|спробую"
    r"|передзвоню|подзвоню|зателефоную|наберу|надішлю|відправлю|вишлю|скину|напишу|уточню|зустрінемо\w+",
    expected=r"домовил\w+|домовивс\w+|прос(?:ить|ив|ила|или|ять)|попроси(?:в|ла|ли)|хоче|хочуть|чека[єю]\w*"
    r"|обіця(?:в|ла|ли)"
    r"|признач\w+|запланува\w+|готов\w+|буде|будуть|потрібн\w+|треба|виріш\w+|до|зустріч\w*|демо"
    r"|(?:пере|по)?дзвонити|зателефонувати|набрати|надіслати|зустрітися|побачимося",
    for_long=r"приблизно|близько|майже|десь",
    pronouns=r"я|ми|щойно|зараз",
    joins=r"і|й|та|але|а",
)
POLISH = TalkWords(
    kinds={
        CALL: r"(?:za|od|prze|po|do)?dzwoni(?:[łl]em|[łl]am|li[śs]my|[łl]a|[łl]|li)"
        r"|(?:po|prze)?rozmawia(?:[łl]em|[łl]am|li[śs]my|[łl]a|[łl]|li)|(?:po)?gada(?:[łl]em|[łl]am|li[śs]my)"
        r"|rozmowa (?:z|ze)|telefon (?:do|od)",
        MEETING: r"spotka(?:[łl]em|[łl]am|li[śs]my|[łl]a|[łl]|li)(?: si[ęe])?|(?:spotkanie|obiad"
        r"|lunch) (?:z|ze|u)"
        r"|odwiedzi(?:[łl]em|[łl]am|li[śs]my)|by(?:[łl]em|[łl]am|li[śs]my)(?: (?:dzi[śs]|dzisiaj|wczoraj"
        r"|rano))? (?:u|w|na)",
        EMAIL: r"(?:(?:e-?)?mail|mejl) (?:do|od)|(?:wy|prze|ode|po)s[łl]a(?:[łl]em|[łl]am|li[śs]my|[łl]a|[łl])"
        r"|mailowa(?:[łl]em|[łl]am)",
        NOTE: r"notatka|zapisek",
        MESSAGE: r"(?:na|od)?pisa(?:[łl]em|[łl]am|li[śs]my|[łl]a|[łl])|(?:za)?esemesowa(?:[łl]em|[łl]am)",
    },
    media={
        EMAIL: r"(?:e-?)?mail\w*|mejl\w*|poczt[ąa]",
        MESSAGE: r"(?:na|przez|w) (?:whats ?app\w*|messenger\w*|telegram\w*|viber\w*|wiadomo\w+)|sms\w*"
        r"|esemes\w*"
        r"|wiadomo\w+",
    },
    outcomes={
        Outcome.VOICEMAIL: r"(?<!nie )(?:zostawi|nagra)[łl](?:em|am|a)? (?:(?:mu|jej|im|si[ęe]"
        r"|g[łl]osow[ąa]) ){0,2}"
        r"(?:wiadomo[śs][ćc]|na poczt\w+|na sekretark\w+)|w[łl][ąa]czy[łl]a si[ęe] (?:poczta|sekretarka)",
        Outcome.NO_ANSWER: r"nie (?:odebra[łl]\w*|odbiera\w*)(?: telefon\w*)?"
        r"(?! (?:faktur|towar|paczk|przesy|zam[óo]wie|dostaw|mail|wiadomo)\w*)|poza zasi[ęe]giem"
        r"|nie (?:mog[łl]em"
        r"|mog[łl]am) si[ęe] dodzwoni[ćc]"
        r"|nie dodzwoni[łl]\w+ si[ęe]|nie uda[łl]o si[ęe] dodzwoni[ćc]"
        r"|(?:telefon|numer|abonent) (?:wy[łl][ąa]czony|poza zasi[ęe]giem|niedost[ęe]pny)|nikt nie odbiera\w*",
        Outcome.BUSY: r"(?:telefon|linia|numer) (?:ca[łl]y czas )?zaj[ęe]t[yae]|zaj[ęe]te",
        Outcome.WRONG_NUMBER: r"(?:z[łl]y|b[łl][ęe]dny|nie ten) numer|pomyli[łl]\w+ numer\w*",
        Outcome.REACHED: r"(?:rzuci|od[łl]o[żz]y)[łl]a? s[łl]uchawk[ęe]|roz[łl][ąa]czy[łl]a? si[ęe]"
        r"|dodzwoni[łl](?:em|am) si[ęe]",
        Outcome.CALLBACK: r"(?:po)?prosi(?:[łl]a?|li)? (?:[żz]eby |o )?(?:oddzwoni[ćc]|zadzwoni[ćc]"
        r"|oddzwonienie|telefon)",
        Outcome.NOT_INTERESTED: r"nie (?:jest |s[ąa] )?zainteresowan\w*|niezainteresowan\w*",
    },
    agreed=r"obieca[łl]\w*|(?:po)?prosi(?:[łl]a?|li)? (?:[żz]eby |o )?(?:oddzwoni[ćc]|zadzwoni[ćc]"
    r"|przes[łl]anie|wys[łl]a[ćc])|um[óo]wi\w+ si[ęe]|spr[óo]buj[ęe]|zadzwoni[ęe]|oddzwoni[ęe]|wy[śs]l[ęe]"
    r"|napisz[ęe]|dopytam|ponowi[ćc]|pode[śs]l[ęe]",
    expected=r"um[óo]wi\w+|prosi\w*|poprosi\w*|chce|chc[ąa]|czeka\w*|obieca\w+|zaplanowa\w+|gotow\w+"
    r"|b[ęe]dzie|b[ęe]d[ąa]"
    r"|potrzebuj\w+|trzeba|zdecyduj\w+|do|na|spotkani\w+|telefon|prezentacj\w+|oddzwoni[ćc]|zadzwoni[ćc]"
    r"|wys[łl]a[ćc]"
    r"|spotka[ćc]",
    for_long=r"przez|oko[łl]o|jakie[śs]",
    pronouns=r"ja|my|w[łl]a[śs]nie",
    joins=r"i|a|ale|oraz",
)
CHINESE = TalkWords(
    kinds={
        CALL: "打通了?|打完了?电话|通完了?(?:个?电话|话)|[打通]过了?电话|打了?个?电话|打过电话|通了?个?电话"
        "|通过电话|通了?话|致电|打给|回了?电话"
        "|电话(?:联系|沟通)了?|聊了|聊过|聊完",
        MEETING: "见完|见了?个?面|见了|见过|会面|拜访了?|开了?个?会|碰了?面|吃了?个?饭",
        EMAIL: "发了?邮件|发了?电邮|寄了|写了?信|回了?邮件|发了",
        NOTE: "备注|笔记",
        MESSAGE: "微信上|发了?(?:微信|短信|消息|信息|私信)|微信(?:联系|沟通|聊)了?|回了?(?:微信|短信|消息)",
    },
    media={EMAIL: "邮件|电邮|邮箱", MESSAGE: "微信|短信|私信|whatsapp|钉钉"},
    outcomes={
        Outcome.VOICEMAIL: "留了?(?:语音|个)?(?:留言|言|口信)|转(?:到|入)?了?语音信箱",
        Outcome.NO_ANSWER: "(?:没有?|不|未)(?:人)?接(?:听|到)?(?:我的)?电话|电话(?:一直)?(?:没人接|没有人接"
        "|打不通|不通)"
        "|没人接|无人接听|打不通|没打通|无法接通|关机了?|不在服务区",
        Outcome.BUSY: "占线|忙线|正在通话|电话(?:一直)?忙",
        Outcome.WRONG_NUMBER: "打错(?:了)?(?:电话|号码)|号码(?:是)?(?:错|不对)|空号",
        Outcome.REACHED: "挂断了?|挂了(?:我的)?电话",
        Outcome.CALLBACK: r"[让叫](?:我|我们)[^，。；]{0,12}(?:回(?:个)?电话?|再打|打电话|打过去|打给)"
        r"|要求?回电|改天再打",
        Outcome.NOT_INTERESTED: r"没有?兴趣|不感兴趣",
    },
    agreed=r"给(?:他|她|您|对方|他们)再?[发打回寄送报](?![了过])|答应|承诺|[让叫]我|约好|约定|说好|我(?:会|再"
    r"|来|去)|再打|再试|再联系|跟进",
    expected="约好|约定|约了|约在|说好|商定|要求|希望|想要|想|答应|承诺|安排|计划|会在|等|需要|决定",
    joins="但是|但|不过",
)
# Where something was written, though no verb says so: "Kasia on WhatsApp: …".
MESSENGERS = (
    r"whats ?app\w{0,2}|telegram\w{0,2}|viber\w{0,2}|wechat|messenger\w{0,2}|linkedin\w{0,2}|sms\w{0,2}"
    r"|[вb]отсап\w{0,2}|ватсап\w{0,2}|вацап\w{0,2}|телеграм\w{0,2}|телег[уеі]|тг|вайбер\w{0,2}|смс\w{0,2}"
    "|微信|短信|钉钉"
)
TALK_WORDS = (ENGLISH, RUSSIAN, UKRAINIAN, POLISH, CHINESE)
