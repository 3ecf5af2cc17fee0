"""Common words that are not names, in five languages: greetings, questions, verbs."""

THANKS = frozenset(
    (
        *("thanks", "thank you", "thx", "ok", "okay", "bye", "goodbye", "great", "cool", "perfect"),
        *("спасибо", "благодарю", "ок", "окей", "хорошо", "понятно", "пока", "до свидания", "отлично", "супер"),
        *("дякую", "спасибі", "добре", "зрозуміло", "до побачення", "бувай", "чудово", "гаразд"),
        *("dzięki", "dziękuję", "dzieki", "dziekuje", "dobra", "dobrze", "do widzenia", "pa", "super", "jasne"),
        *("谢谢", "多谢", "好的", "好", "再见", "知道了", "收到", "明白"),
    )
)
GREETINGS = frozenset(
    (
        *(
            "hello",
            "hi",
            "hey",
            "hello there",
            "hi there",
            "good morning",
            "good afternoon",
            "good evening",
            "yo",
            "hiya",
        ),
        *(
            "привет",
            "здравствуйте",
            "здравствуй",
            "добрый день",
            "доброе утро",
            "добрый вечер",
            "приветствую",
            "здрасте",
            "привет всем",
        ),
        *("привіт", "вітаю", "добрий день", "доброго дня", "доброго ранку", "добрий вечір", "доброго вечора"),
        *("cześć", "czesc", "hej", "witam", "witaj", "dzień dobry", "dzien dobry", "dobry wieczór"),
        *("你好", "您好", "嗨", "早上好", "上午好", "下午好", "晚上好", "大家好", "你好啊", "哈喽", "在吗"),
    )
)
# First words of lines that name nobody, or such lines as a whole.
FIRST_WORDS = frozenset(
    (
        *("help", "list", "menu", "export", "import", "stats", "report", "reports", "statistics", "commands"),
        *("show", "edit", "change", "delete", "remove", "update", "merge", "rename", "cancel", "open", "give"),
        *("how", "what", "who", "when", "where", "why", "which", "can", "could", "please", "h", "test", "stop"),
        *("помощь", "помоги", "список", "меню", "экспорт", "импорт", "отчет", "отчеты", "статистика", "покажи"),
        *("измени", "изменить", "удали", "удалить", "отмена", "отмени", "открой", "как", "что", "кто", "когда"),
        *("где", "почему", "сколько", "какие", "можно", "пожалуйста", "стоп"),
        *("допомога", "допоможи", "експорт", "імпорт", "звіт", "звіти", "покажи", "зміни", "змінити", "видали"),
        *("видалити", "скасувати", "відкрий", "як", "що", "хто", "коли", "де", "чому", "скільки", "які"),
        *("pomoc", "pomóż", "lista", "eksport", "raport", "raporty", "statystyki", "pokaż", "zmień", "usuń"),
        *("usunąć", "anuluj", "otwórz", "jak", "co", "kto", "kiedy", "gdzie", "dlaczego", "ile", "proszę"),
        *(
            "帮助",
            "菜单",
            "列表",
            "导出",
            "导入",
            "报表",
            "统计",
            "取消",
            "删除",
            "修改",
            "怎么",
            "什么",
            "多少",
        ),
    )
)
# Chinese asks how anywhere in a sentence.
HOW = ("怎么", "怎样", "如何")
