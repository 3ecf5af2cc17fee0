"""Words for the commands in five languages, beside the names that menus show.

`begins`: words at the beginning of a line of that command; the text after them is what is typed after the
command. `asks`: whole lines, and the line typed with a slash that they stand for. Both in lower case, without
"ё" (`lexicon.plain`), separated by "|"; a command of another folder adds its words here. `deals`: patterns of
verbs for what became of a deal, anywhere in a line. `after_name`: patterns of what a line asks about a client,
after the name, `before_name`: what may stand before it then. `last_time`: patterns at the end of a search only.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class CommandWords:
    begins: Mapping[str, str]
    asks: Mapping[str, str]
    deals: Mapping[str, str]
    after_name: str
    last_time: str
    before_name: str = ""


ENGLISH = CommandWords(
    begins={
        "help": "help with|help about|how to use",
        "delete": "remove|please delete|please remove|erase",
        "find": "show|show me|find me|who do we know at|who is at|who's at|who works at|who is from|phone of"
        "|phone number of|number of|email of|e-mail of|what did i talk about with|what did we talk about with"
        "|what did i discuss with|what did we discuss with|last call with|who said|who mentioned"
        "|who talked about|who told me about|who was it that's|whose deal is|search|look up|look for|lookup"
        "|search for|restore|undelete|recover|bring back",
        "new": "add|create|add a new client|add new lead|new prospect|save contact"
        "|new client|new contact|new customer|new lead|add client|add a client"
        "|add new client|create client|add contact|add customer",
        "call": "log a call with|log call with|log a call to|log a call|log call|phone|ring|call with|call to"
        "|call from|phone call with|phone call to|phone call",
        "meeting": "meeting with|meeting w/|mtg|mtg with|mtg w/|meet",
        "email": "e-mail|mail|email to|e-mail to|mail to|email from|e-mail from",
        "message": "msg|sms|text|message to|text to|sms to|message from|whatsapp",
        "note": "note for|add note|add a note|add note to|add a note to|add note for|add a note for"
        "|add note about|note on|note about|note to|notes on|memo",
        "deal": "new deal|new deal for|new deal with|add deal|add a deal|create deal|open deal|deal for"
        "|deal with|opportunity|new opportunity",
        "move": "stage",
        "remind": "add task|add a task|new task|create task|create a task|add reminder|add a reminder"
        "|create reminder"
        "|create a reminder|new reminder|reminder|reminder for|remind me about|follow up with|follow-up with"
        "|followup|follow-up",
        "assign": "reassign",
    },
    asks={
        "help": "help me|help please|menu|commands|list of commands|what can you do|what can i do"
        "|how does this work|h|?|？|??",
        "find my clients": "clients|contacts|customers|people|list|all clients|my contacts|my customers"
        "|client list",
        "pipeline": "funnel|board|forecast|stats|statistics|report|reports|the pipeline|my pipeline"
        "|sales funnel",
        "deals": "deal list|list deals|list of deals|opportunities",
        "today": "my day|what's today|what is today|what's on today",
        "agenda": "tasks|my tasks|task|task list|todo|to do|to-do|my agenda|calendar|reminders|my reminders",
        "team": "my team|the team",
        "settings": "setting|preferences|options|my settings|language|timezone|time zone|currency",
        "undo": "undo that|undo last|take it back|undo it",
        "deleted": "trash|recycle bin|show deleted|what was deleted|deleted clients|deleted deals",
        "birthdays": "birthday|upcoming birthdays|whose birthday is it",
    },
    deals={
        "won": "won|landed",
        "lost": "lost",
        "move": "moved?|advance|put",
    },
    after_name=r"'s (?:(?:phone|mobile|cell) ?(?:number)?|number|e-?mail(?: address)?|address|birthday)",
    last_time=r"(?:the )?last time",
    before_name=r"what(?:'s| is| was)|whats|(?:can you )?(?:give|send|tell) me|i need|do (?:we|you) have",
)
RUSSIAN = CommandWords(
    begins={
        "help": "помощь|справка|помоги с|помощь по",
        "delete": "удали|удалить|удалите|убери|сотри",
        "find": "покажи|покажи мне|показать|открой|кто у нас из|кто у нас в|кто из|кто работает в|телефон"
        "|номер телефона|номер|дай телефон|дай номер|какой номер у|какой телефон у|какая почта у"
        "|о чем мы говорили с|о чем говорили с|о чем я говорил с|о чем я говорила с|кто говорил про"
        "|кто говорил о|кто упоминал|кто рассказывал про|кто сказал про|чья сделка|чья это сделка|найди|найти"
        "|поиск|ищи|искать|найдите|восстанови|восстановить|верни из удаленных",
        "new": "новый клиент|новая клиентка|нового клиента|новый контакт|новый лид|добавь клиента"
        "|запиши нового|запиши нового клиента|добавь нового|добавь нового клиента|занеси клиента"
        "|добавить клиента|создай клиента|создать клиента|заведи клиента|завести клиента|добавь контакт"
        "|добавить контакт|запиши клиента|добавь|добавить|создай|создать|заведи|завести|занеси",
        "call": "звонок|звонок с|звонок от|звонок к|звонок для|созвон|созвон с|созвон со|тел. разговор"
        "|телефонный разговор с|разговор с|разговор со",
        "meeting": "встреча|встреча с|встреча со|встреча у|митинг|митинг с",
        "email": "письмо|письмо для|письмо от|имейл|емейл|мейл|почта|электронное письмо|e-mail|мыло",
        "message": "сообщение|сообщение для|сообщение от|смс|смска|эсэмэс|вотсап|ватсап|телеграм",
        "note": "добавь заметку|добавь заметку к|добавь заметку о|добавить заметку|добавить заметку к"
        "|запиши заметку"
        "|добавь комментарий|добавь комментарий к|заметка|заметка о|заметка об|заметка про|заметка по"
        "|заметка к|заметка для|заметку|запись"
        "|примечание|комментарий|комментарий к|пометка",
        "deal": "сделка|сделка с|сделка со|сделка для|сделка по|сделку|новая сделка|новая сделка с"
        "|новая сделка со|новая сделка для|новую сделку|создай сделку|создать сделку|добавь сделку"
        "|добавить сделку|заведи сделку|открой сделку с|открыть сделку с",
        "remind": "добавь задачу|добавить задачу|создай задачу|создать задачу|новая задача|поставь задачу"
        "|добавь напоминание|добавить напоминание|создай напоминание|создать напоминание|новое напоминание"
        "|напоминание|напоминание по|напоминание о|напомни|напомнить|напомни мне|напомни про"
        "|напомни о",
        "assign": "передай|передать|назначь",
    },
    asks={
        "help": "помощь|помоги|помогите|справка|команды|список команд|что ты умеешь|что умеешь|что ты можешь"
        "|меню|как пользоваться|инструкция",
        "find my clients": "клиенты|контакты|список клиентов|все клиенты|база|клиентская база|мои контакты"
        "|список",
        "pipeline": "воронка|воронка продаж|прогноз|отчет|отчеты|статистика|доска|покажи воронку|моя воронка",
        "deals": "сделки|список сделок|покажи сделки|мои сделки",
        "today": "сегодня|что сегодня|на сегодня|мой день|дела на сегодня|планы на сегодня|что на сегодня",
        "team": "команда|моя команда|наша команда|сотрудники|коллеги",
        "settings": "настройки|мои настройки|параметры|язык|часовой пояс|валюта",
        "undo": "отмени|отменить|отмени последнее|отменить последнее|верни назад|верни как было",
        "deleted": "удаленные|удаленное|корзина|что удалено|покажи удаленные|удаленные клиенты"
        "|удаленные сделки",
        "birthdays": "день рождения|дни рождения|ближайшие дни рождения|именинники",
        "invite": "пригласи|пригласить|приглашение",
    },
    deals={
        "won": "выигра(?:л[аи]?|н[аоы]?)",
        "lost": "проигра(?:л[аи]?|н[аоы]?)|потеряли|слили|сорвал(?:ась|ось)|не взяли",
        "move": "переведи(?:те)?|перевести|перевел[аи]?|передвинь|перенеси|двигай|поставь",
    },
    after_name=r"(?:,? ?это)? у кого",
    last_time=r"в последний раз|в прошлый раз",
)
UKRAINIAN = CommandWords(
    begins={
        "help": "допомога|довідка|допоможи з|допомога по",
        "delete": "видали|видалити|видаліть|прибери",
        "find": "покажи|покажи мені|показати|відкрий|хто у нас з|хто у нас із|хто в нас з|хто у нас у|хто з"
        "|хто працює в|телефон|номер телефону|номер|дай телефон|дай номер|який номер у|який телефон у"
        "|яка пошта у|про що ми говорили з|про що говорили з|про що я говорив з|про що я говорила з"
        "|хто казав про|хто говорив про|хто згадував про|чия угода|чия це угода|знайди|знайти|пошук|шукай"
        "|шукати|віднови|відновити|поверни з видалених",
        "new": "новий клієнт|нова клієнтка|нового клієнта|новий контакт|новий лід|додай клієнта"
        "|запиши нового|запиши нового клієнта|додай нового|додай нового клієнта|занеси клієнта"
        "|додати клієнта|створи клієнта|створити клієнта|заведи клієнта|додай контакт|додати контакт"
        "|запиши клієнта|додай|додати|створи|створити|заведи|занеси",
        "call": "дзвінок|дзвінок з|дзвінок із|дзвінок від|дзвінок до|дзвінок для|созвон|розмова з|розмова із"
        "|телефонна розмова з",
        "meeting": "зустріч|зустріч з|зустріч із|зустріч зі|зустріч у|мітинг|мітинг з",
        "email": "лист|лист до|лист від|імейл|емейл|мейл|пошта|електронний лист|e-mail",
        "message": "повідомлення|повідомлення для|повідомлення від|смс|смска|вотсап|вайбер|телеграм",
        "note": "додай нотатку|додай нотатку до|додай нотатку про|додати нотатку|додати нотатку до"
        "|запиши нотатку"
        "|додай коментар|додай коментар до|нотатка|нотатка про|нотатка по|нотатка до|нотатка для|нотатку"
        "|замітка|замітка про|запис"
        "|примітка|коментар",
        "deal": "угода|угода з|угода із|угода зі|угода для|угода по|угоду|нова угода|нова угода з"
        "|нова угода із|нова угода для|нову угоду|створи угоду|створити угоду|додай угоду|додати угоду"
        "|заведи угоду",
        "remind": "додай задачу|додати задачу|створи задачу|створити задачу|нова задача|постав задачу"
        "|додай завдання"
        "|створи завдання|нове завдання|додай нагадування|додати нагадування|створи нагадування"
        "|створити нагадування|нове нагадування|нагадування|нагадування про|нагадай|нагадати|нагадай мені"
        "|нагадай про",
        "assign": "передай|передати|признач",
    },
    asks={
        "help": "допомога|допоможи|допоможіть|довідка|команди|список команд|що ти вмієш|що вмієш"
        "|що ти взагалі вмієш|що ти можеш|меню|як користуватися|інструкція",
        "find my clients": "клієнти|контакти|список клієнтів|усі клієнти|всі клієнти|база|мої контакти|список",
        "pipeline": "воронка|воронка продажів|лійка|лійка продажів|прогноз|звіт|звіти|статистика|дошка",
        "deals": "угоди|список угод|покажи угоди|мої угоди",
        "today": "сьогодні|що сьогодні|на сьогодні|мій день|справи на сьогодні|плани на сьогодні"
        "|що на сьогодні",
        "team": "команда|моя команда|наша команда|співробітники|колеги",
        "settings": "налаштування|мої налаштування|параметри|мова|часовий пояс|валюта",
        "undo": "скасуй|скасувати|скасуй останнє|скасувати останнє|поверни як було",
        "deleted": "видалені|видалене|кошик|що видалено|покажи видалені|видалені клієнти|видалені угоди",
        "birthdays": "день народження|дні народження|найближчі дні народження|іменинники",
        "invite": "запроси|запросити|запрошення",
    },
    deals={
        "won": "вигра(?:в|ла|ли|н[аоі]?)",
        "lost": "програ(?:в|ла|ли|н[аоі]?)|втратили|злили|зірвал(?:ась|ася|ося)",
        "move": "переведи|переведіть|перевести|пересунь|перенеси|постав",
    },
    after_name=r"(?:,? ?це)? у кого",
    last_time=r"востаннє|минулого разу|останнього разу",
)
POLISH = CommandWords(
    begins={
        "help": "pomoc|pomoc z|pomoc dla",
        "delete": "usuń|usunąć|skasuj|skasować",
        "find": "pokaż|pokaż mi|wyświetl|otwórz|kto jest z|kto jest w|kto u nas jest z|kto pracuje w|numer"
        "|numer do|podaj numer|podaj telefon|numer telefonu|numer telefonu do|jaki numer ma|jaki telefon ma"
        "|jaki mail ma|jaki e-mail ma|jaki adres ma|o czym rozmawiałem z|o czym rozmawiałam z"
        "|o czym ostatnio rozmawiałem z|o czym ostatnio rozmawiałam z|o czym rozmawialiśmy z|kto wspominał o"
        "|kto mówił o|kto pytał o|czyja to szansa|czyja szansa|znajdź|szukaj|wyszukaj|szukać|znaleźć|przywróć"
        "|przywrócić|odzyskaj",
        "new": "nowy klient|nowa klientka|nowego klienta|nowy kontakt|nowy lead|dodaj klienta|dodać klienta"
        "|zapisz nowego|zapisz nowego klienta|dodaj nowego|dopisz klienta"
        "|utwórz klienta|dodaj kontakt|zapisz klienta|dodaj nowego klienta|dodaj|dodać|utwórz|dopisz",
        "call": "telefon do|telefon od|tel do|tel. do|tel od|rozmowa|rozmowa z|rozmowa ze"
        "|rozmowa telefoniczna z|rozmowa telefoniczna ze|połączenie z|połączenie do",
        "meeting": "spotkanie|spotkanie z|spotkanie ze|spotkanie u",
        "email": "mail|mail do|mail od|e-mail|e-mail do|e-mail od|email do|mejl|mejl do",
        "message": "wiadomość|wiadomość do|wiadomość od|sms|sms do|sms od|esemes|esemes do",
        "note": "dodaj notatkę|dodaj notatkę do|dodaj notatkę o|dodać notatkę|dodać notatkę do|zapisz notatkę"
        "|dodaj komentarz|dodaj komentarz do|notatka|notatka do|notatka o|notatka dla|notatka dot.|notatkę"
        "|uwaga|zapisek|komentarz",
        "deal": "szansa|szansa dla|szansa z|szansa u|szansę|szansa sprzedaży|nowa szansa|nowa szansa dla"
        "|nowa szansa z|nową szansę|dodaj szansę|utwórz szansę|deal z|deal dla|nowy deal",
        "remind": "dodaj zadanie|dodać zadanie|utwórz zadanie|nowe zadanie|dodaj przypomnienie"
        "|dodać przypomnienie"
        "|utwórz przypomnienie|nowe przypomnienie|przypomnienie|przypomnienie o|przypomnij|przypomnij mi"
        "|przypomnij o|przypomnieć",
        "assign": "przekaż|przypisz",
    },
    asks={
        "help": "pomoc|pomóż|pomocy|komendy|polecenia|lista poleceń|co umiesz|co potrafisz|co możesz zrobić"
        "|menu|jak tego używać|instrukcja",
        "find my clients": "klienci|kontakty|lista klientów|wszyscy klienci|baza|baza klientów|lista"
        "|moje kontakty",
        "pipeline": "lejek|lejek sprzedaży|prognoza|raport|raporty|statystyki|tablica|pokaż lejek",
        "deals": "szanse|lista szans|pokaż szanse|moje szanse|moje deale",
        "today": "dzisiaj|dziś|co dzisiaj|co dziś|mój dzień|na dzisiaj|na dziś|plan na dziś",
        "team": "zespół|mój zespół|nasz zespół|współpracownicy",
        "settings": "ustawienia|moje ustawienia|opcje|język|strefa czasowa|waluta",
        "undo": "cofnij|cofnij to|cofnij ostatnie",
        "deleted": "usunięte|usunięci|kosz|co usunięto|pokaż usunięte|usunięci klienci|usunięte szanse",
        "birthdays": "urodziny|najbliższe urodziny|kto ma urodziny",
        "invite": "zaproś|zaproszenie",
    },
    deals={
        "won": "wygra(?:li[śs]my|[łl]em|[łl]am|[łl]a|[łl]|li|n[aey])",
        "lost": "przegra(?:li[śs]my|[łl]em|[łl]am|[łl]a|[łl]|li|n[aey])|stracili[śs]my",
        "move": "przenie[śs]|przesu[ńn]|przestaw",
    },
    after_name=r"(?:,? ?to)? u kogo",
    last_time=r"ostatnio|ostatnim razem",
)
CHINESE = CommandWords(
    begins={
        "help": "帮助",
        "delete": "删除|删掉|请删除",
        "find": "看一下|看看|显示|给我看|打开|上次跟|上次和|谁说过|谁提过|谁说过要|谁提到|查找|搜索|找一下"
        "|查一下|查询|找|恢复|找回|还原",
        "new": "加个客户|加个新客户|加一个客户|新建一个客户|添加一个客户|录个客户|新增一个客户"
        "|新客户|新增客户|添加客户|新建客户|加客户|新联系人|添加联系人|录入客户|添加|新增|新建|录入",
        "call": "电话|通话|打电话|打电话给|记电话|记录电话",
        "meeting": "会面|会议|见面|拜访|约见",
        "email": "邮件|电邮|发邮件给",
        "message": "消息|短信|微信|发消息给",
        "note": "添加备注|加备注|加个备注|备注|笔记|记一下|记录|记个备注",
        "deal": "商机|新商机|新建商机|添加商机|新增商机|单子|新单子|新单|交易|新交易",
        "remind": "添加任务|新建任务|加个任务|新任务|添加提醒|新建提醒|加个提醒|提醒|提醒我|提醒一下",
        "assign": "转给|分配",
    },
    asks={
        "help": "帮助|帮忙|菜单|命令|你会什么|你能做什么|怎么用|使用说明|说明|？",
        "find my clients": "客户|我的客户|客户列表|所有客户|联系人|客户名单|列表",
        "pipeline": "漏斗|销售漏斗|管道|看板|预测|报表|报告|统计",
        "deals": "商机|我的商机|商机列表|所有商机|我的单子",
        "today": "今天|今日|今天的安排|今天有什么|今天有什么安排|今日安排|我的一天",
        "team": "团队|我的团队|同事|成员",
        "settings": "设置|我的设置|语言|时区|货币",
        "undo": "撤销|撤回|撤销上一步",
        "deleted": "已删除|已删除的|回收站|删除的客户|删除的商机",
        "birthdays": "生日|近期生日|谁过生日",
        "invite": "邀请",
    },
    deals={
        "won": "赢单了?|拿下了?|赢了|成交了|签下了?|签了",
        "lost": "黄了|没戏了|泡汤了|谈崩了|丢单了?|输单了?|丢了|输了",
        "move": "推进|推到|移到|改成",
    },
    after_name=r"的(?:电话|手机|手机号|号码|邮箱|地址)(?:号码?)?(?:是)?(?:多少|什么|几号)?"
    r"|(?:电话|手机|手机号|号码|邮箱|地址)(?:号码?)?(?:是)?(?:多少|什么|几号)|的?联系人(?:是谁|有谁)?|是谁的?",
    last_time=r"(?:聊|谈|说)了?(?:啥|什么|些什么)|来着",
    before_name="(?:请问|麻烦|帮我)?(?:给我|查一?下|找一?下|告诉我)|请问",
)
# In Chinese a name may stand between the words for a command: "把李娜删掉吧", "给李娜建个商机，…".
HAN_AROUND: Mapping[str, str] = {
    "delete": "(?:请|麻烦)?把(?P<about>[^，。,；\\s]{1,40})(?:删掉|删除|删了|删去|去掉)(?:吧|了|一下)?",
    "deal": "(?:请|帮我|麻烦)?(?:给|为|跟|和)(?P<about>[^，。,；\\s]{1,40})"
    "(?<![新创添])(?:新建|创建|新增|添加|建|开|加|录|记)(?:了|立)?(?:一?[个笔条单])?新?(?:商机|单子|单|交易)",
}
COMMAND_WORDS = (ENGLISH, RUSSIAN, UKRAINIAN, POLISH, CHINESE)
