"""Words that change what is known of a client, in five languages: 'her new number is', 'теперь работает в'.

Patterns, separated by "|", each from a word's start to its end.
"""

# The field that a value is of, by the name of the column or the kind of contact point.
FIELDS = {
    "phone": r"(?:tele)?phone(?: ?(?:number|no\.?|nr))?|(?:mobile|cell)(?: (?:phone|number))?|number|tel\.?"
    r"|(?:номер\w{0,2} )?(?:телефон\w{0,3}|мобильн\w+|сотов\w+)|номер\w{0,2}|тел\.?|мобильник\w?"
    r"|номер\w{0,2} телефону|мобільн\w+"
    r"|(?:numer\w{0,2}|nr)(?: telefonu| kom[óo]rki)?|telefon\w{0,3}|kom[óo]rk\w"
    r"|(?:新)?(?:手机号码?|手机|电话号码?|电话|号码)|换号了?",
    "email": r"e-?mail(?: address)?|mail"
    r"|(?:эл\w*\.? ?)?почт\w{1,2}|имейл\w{0,2}|емейл\w{0,2}|мейл\w{0,2}|мыло"
    r"|адрес\w? (?:эл\w*\.? ?)?почты"
    r"|(?:ел\w*\.? ?)?пошт\w{1,2}|імейл\w{0,2}|адрес\w? (?:ел\w*\.? ?)?пошти"
    r"|(?:adres\w? )?(?:e-?mail\w{0,3}|mejl\w{0,2}|mail\w)"
    r"|(?:新)?(?:电子)?邮箱(?:地址)?|(?:电子)?邮件(?:地址)?",
    "birthday": r"birthday|b-?day|date of birth|dob|was born(?: on)?|born(?: on)?"
    r"|д(?:ень|ня) рождения|др|дата рождения|родил\w{2,3}"
    r"|день народження|дата народження|днюха|народи\w{2,4}|дн"
    r"|urodziny|urodzin|dat[aę] urodzenia|urodzi[łl]\w{0,2}(?: si[ęe])?|生日|出生(?:日期)?",
    "company": r"company|employer|firm|компани\w{1,2}|фирм\w|место работы"
    r"|компані\w{1,2}|фірм\w|місце роботи|firm\w|sp[óo][łl]k\w|公司|单位",
    "title": r"job title|title|position|role|job|должност\w{1,2}|посад\w|stanowisk\w|funkcj\w|职位|职务|岗位",
    "name": r"(?:last |sur|full )?name|имя|фамили\w|ім'я|прізвищ\w|imi[ęe]|nazwisk\w|名字|姓名|姓",
}
# What stands before the new value, after the field.
LINKS = (
    r"is now|is|are|to|now|will be|:|=|->|→|на|это|теперь|це|тепер"
    r"|na|to|teraz|jest|改成|改为|更新为|换成|设为|是|为|："
)
# What is said of the change besides the client, the field and the value.
FILLERS = (
    r"change[ds]?|update[ds]?|set|edit|correct|replace|fix|make|please|pls|new|is|are|to|now|has|have|got"
    r"|an?|the|of|for"
    r"|from|switched|'s|’s|his|her|their|and|with|by the way|btw|:|-|–|—"
    r"|измени(?:ть|те)?|поменя(?:й|ть|л|ла|лся|лась)|смени(?:ть|те|л|ла|лся|лась|лось)?|обнови(?:ть|те)?"
    r"|исправ(?:ь|ить)"
    r"|замени(?:ть|те)?|постав(?:ь|ить)|запиши|изменил(?:ся|ась|ось)|нов(?:ый|ая|ое|ой|ого|ую)|у|на|теперь"
    r"|для|в|это|есть"
    r"|змін(?:и|ити|іть|ив|ила|ився|илась|илася|илося)|помін(?:яй|яти|яв|яла)|замін(?:и|ити)|онов(?:и|ити)"
    r"|виправ(?:ити)?"
    r"|нов(?:ий|а|е|ої|ого|у)|тепер|це|є|від"
    r"|zmie[ńn](?:i[ćc]|i[łl]a?)?|popraw(?:i[ćc])?|zaktualizuj|ustaw|podmie[ńn]|now(?:y|a|e|ego|ej)|ma|na"
    r"|teraz|to|jest|si[ęe]"
    r"|u|dla|do"
    r"|把|将|给|的|改成|改为|改到|换成|换了|换|更新为|更新|修改为?|设为|是|新|为|成|现在|了|一下|请|号"
)
# Between a client and the new company.
MOVED_TO = (
    r"(?:is |are )?now (?:works? |working )?(?:at|with|for|in)|works? now (?:at|for|with)"
    r"|(?:has |just |now )?(?:moved|switched|transferred) (?:over )?to|(?:has |just )?joined"
    r"|works? (?:at|for)"
    r"|теперь(?: работает)? (?:в|во)|(?:сейчас|уже) работает (?:в|во|на)|(?:переш[её]л|перешла|устроил(?:ся"
    r"|ась)) (?:работать )?(?:в|во|на|к)"
    r"|работает(?: теперь| уже)? (?:в|во|на)"
    r"|тепер(?: працює)? (?:в|у)|(?:зараз|вже) працює (?:в|у|на)|(?:перейшов|перейшла|влаштува(?:вся|лась"
    r"|лася)) (?:працювати )?"
    r"(?:в|у|на|до)|працює(?: тепер| вже)? (?:в|у|на)"
    r"|(?:teraz|ju[żz]|obecnie)(?: pracuje| jest)? (?:w|we|dla|na)|(?:jest|pracuje)(?: teraz| ju[żz])? (?:w"
    r"|we|dla)"
    r"|przesz(?:ed[łl]|[łl]a) do|przeni(?:[óo]s[łl]|os[łl]a) si[ęe] do|zatrudni[łl]a? si[ęe] w"
    r"|现在在|跳槽到了?|换到了?|入职了?|加入了?|转到了?"
)
# In Chinese, where no capital letter tells a company: what somebody "is at now" without having changed it.
NO_COMPANY = (
    "开会|出差|休假|度假|请假|路上|外地|外面|国外|国内|家里?|忙|开车|医院|公司|办公室|机场|上班|吃饭|等|谈"
    "|(?:我|你|您|他|她|咱)们?的?[^，。]{0,20}|[^，。]{0,20}(?:群|会议|活动)"
)
AFTER_COMPANY = r"now|теперь|тепер|teraz|工作了?|上班了?|任职|了|now working"
# Between a client and the new role.
PROMOTED_TO = (
    r"is now|has become|became|(?:was |got |has been )?promoted to|has been made|теперь|стал[аи]?"
    r"|назначен[аы]?|повысили до"
    r"|тепер|став|стала|призначен[аио]|підвищили до|jest teraz|teraz jest|teraz|zosta[łl]a?|awansowa[łl]a? na"
    r"|升职?为|升任|现在是|当上了?|成了|成为了?"
)
# The sentences with a name at both ends, and the words between them.
RENAME = (
    (r"(?:please )?rename", r"to|as|->|→"),
    (r"переименуй(?:те)?|переименовать", r"в|на"),
    (r"перейменуй(?:те)?|перейменувати", r"в|у|на"),
    (r"przemianuj|zmie[ńn] (?:nazw[ęe]|nazwisko|imi[ęe])", r"na"),
    (r"[把将]", r"的?(?:名字|姓名)?(?:改名为|改名成|改名叫|改成|改为|更名为)"),
)
CALLED_NOW = (
    r"is now (?:called|named)|теперь (?:зовут|называется|носит фамилию)"
    r"|тепер (?:звати|називається)|nazywa si[ęe] teraz"
)
# The words around a tag: add, or take away.
TAG = (
    r"(?:add |put )?(?:an? |the )?tags?(?: (?:as|with))?|label"
    r"|(?:добав(?:ь|ить) |постав(?:ь|ить) )?(?:тег|метк[ау])|пометь|отметь"
    r"|(?:дода(?:й|ти) |постав(?:ити)? )?(?:тег|мітк[ау])|познач(?:ити)?"
    r"|(?:dodaj )?(?:tag|etykiet[ęa])|oznacz|otaguj|(?:加|打|添加)上?个?标签|标签|标记为?"
)
UNTAG = (
    r"untag|(?:remove|delete|drop) (?:the )?tag|(?:убери|удали|сними) (?:тег|метку)|(?:прибери|видали"
    r"|зніми) (?:тег|мітку)"
    r"|(?:usu[ńn]|zdejmij) (?:tag|etykiet[ęe])|(?:去掉|删除|取消)标签"
)
TAG_FILLERS = r"as|with|to|for|on|from|как|у|с|для|клиенту|як|в|з|клієнту|jako|dla|od|z|给|为|的"
