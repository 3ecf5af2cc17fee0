"""What somebody asks how to do, in five languages, and the command that does it.

Patterns for lower-case text without "ё" (`lexicon.plain`), from a word's start. The first that is found counts.
"""

# At the beginning of a question. Where `ASKS_HOW_TO` says so an infinitive follows: "как прошла встреча" asks
# something else.
ASKS_HOW = r"how (?:do|can|could|would|should|to)|where (?:do|can) i|is there a way to"
ASKS_HOW_TO = r"(?:а )?как|(?:а )?як|(?:a )?jak|подскажи,? как|підкажи,? як|powiedz,? jak"
ASKS_HOW_IN_HAN = r"(?:怎么|怎样|如何|咋)(?![样了说])"  # anywhere
TOPICS = (
    ("undo", r"undo|take (?:it )?back|отменить|отмена|скасувати|відмінити|cofn|撤销|撤回"),
    ("deleted", r"restore|recover|undelete|восстанов|відновит|відновл|przywr[óo]ci|恢复|找回"),
    (
        "assign",
        r"pass|hand|reassign|transfer|(?:give|assign) .{0,30}(?:to|colleague)|переда(?:ть|м)|передач|отда"
        r"|переназнач"
        r"|переда(?:ти|ча)|відда|przekaz|odda|przypis|转给|转交|移交|分配",
    ),
    ("delete", r"delete|remove|erase|get rid|удал|стереть|убрать|видал|прибрат|usun|skasow|删"),
    (
        "remind",
        r"remind|follow.?up|task|schedule|напомин|напомн|задач|нагад|завдан|przypom|follow|zadani|提醒|跟进"
        r"|待办",
    ),
    ("won", r"won|win|close a deal|выигр|закры(?:ть|л\w*) сделк|вигра|закрити угод|wygran|zamkn|赢单"),
    ("lost", r"lost|lose|проигр|програ|przegran|输单|丢单"),
    ("pipeline", r"pipeline|funnel|forecast|воронк|прогноз|лійк|lej(?:ek|k)|漏斗|预测"),
    ("move", r"stage|этап|стади|етап|стаді|etap|阶段"),
    ("deal", r"deal|opportunity|сделк|угод|szans|商机|单子"),
    ("meeting", r"meeting|встреч|зустріч|spotkan|会面|会议|拜访"),
    ("email", r"e-?mail(?!.{0,20}address)|письм|e-?mail|лист(?!\w)|mejl|邮件"),
    ("call", r"log|call|звон|дзвін|дзвон|телефонну|rozmow|telefon|电话|通话"),
    ("note", r"note|заметк|нотатк|notat|备注|笔记"),
    ("birthdays", r"birthdays|дни рождения|дні народження|urodziny|生日"),
    (
        "settings",
        r"language|time ?zone|setting|quiet|язык|часов|настро|мов[ауи]|налаштув|j[ęe]zyk|stref|ustawie"
        "|语言|时区|设置",
    ),
    (
        "edit",
        r"change|edit|update|rename|correct|fix|измен|поменя|смен|исправ|обнов|редактир|змін|помін|виправ"
        r"|онов|редаг"
        r"|zmieni|popraw|edyt|zaktualiz|修改|更改|改",
    ),
    ("invite", r"invite|add (?:a )?(?:colleague|user|team ?mate|rep)|пригла|запрос|запрош|zapro|邀请"),
    ("link", r"link|telegram|slack|подключ|привяз|під'єдна|прив'яз|po[łl][ąa]cz|绑定|连接"),
    (
        "new",
        r"add|create|new|добав|завести|созда|новы|нового|дода|створ|нов(?:ий|ого)|doda|utworz|nowego|添加"
        r"|新增|新建|加客户",
    ),
    ("find", r"find|search|look up|най|иска|поиск|знай|шука|пошук|znale|szuka|wyszuk|找|搜|查"),
    ("agenda", r"agenda|calendar|week|tomorrow|план|недел|тижд|plan|tydzie|tygod|日程|安排"),
)
# How things stand with somebody or something: at the beginning of a question; in Chinese at its end.
ASKS_STATUS = (
    r"where are we (?:with|on)|what's (?:up|new|happening|the status|the latest) (?:with|on|of)|how (?:is"
    r"|are) things with"
    r"|how's|how is|any news (?:on|from|about)|status of|what about"
    r"|что (?:там |у нас )?(?:с|со|по|у)|как (?:там|дела с|дела у|обстоят дела с)|есть новости (?:по|от|о)"
    r"|що (?:там |у нас )?(?:з|із|зі|по|у)|як (?:там|справи з|справи у)|є новини (?:по|від|про)"
    r"|co (?:tam |u nas )?(?:z|ze|u)|jak (?:tam|idzie z|stoimy z)|co s[łl]ycha[ćc] u|s[ąa] wie[śs]ci (?:od|o)"
)
ASKS_STATUS_IN_HAN = (
    r"(?:现在)?(?:怎么样了?|怎样了|进展(?:如何|怎么样|怎样)?|什么情况|啥情况|到哪一?步了"
    r"|有(?:什么)?(?:消息|进展)(?:吗|没)?)"
)

# What asks for the history of a client: before the name, and after it.
ASKS_HISTORY = (
    r"(?:the )?history(?: of| with| for)?"
    r"|(?:покажи )?истори[яю](?: с| со| по| клиента)?"
    r"|(?:покажи )?істор[іi](?:я|ю)(?: з| із| по| клієнта)?"
    r"|(?:poka[żz] )?histori[aęe](?: z| klienta)?"
)
ASKS_HISTORY_AFTER = r"(?:['’]s)? history"
ASKS_HISTORY_IN_HAN = "历史记录|历史|往来记录|联系记录|歷史"
