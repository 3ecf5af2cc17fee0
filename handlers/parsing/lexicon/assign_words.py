"""Words that give a client to a colleague, in five languages."""

# Patterns at the beginning of a line, for lower-case text without "ё" (`lexicon.plain`).
GIVES = (
    r"(?:please )?(?:give|hand over|hand|pass on|pass|transfer|reassign|assign)"
    r"|передай(?:те)?|передать|отдай(?:те)?|отдать|перекинь|переведи|переназначь|закрепи"
    r"|переда(?:й|йте|ти)|відда(?:й|йте|ти)|перекинь|закріпи"
    r"|daj|oddaj|przeka[żz]|przekaza[ćc]|przypisz|przepisz|przerzu[ćc]"
)
IN_HAN = (
    r"(?:请|麻烦)?[把将]?(?P<client>\S{1,20}?)(?:转|转交|移交|交|分|分配|派"
    r"|划)给\s?(?P<to>[^，。,；\s]{1,20}?)(?:吧|了|跟进)?"
)
POLITE = r"pls|plz|please|пожалуйста|плз|плиз|будь ласка|прошу|prosz[ęe]"  # at the end
# Words before the colleague, and words beside the client.
TO = frozenset(("to", "over", "for", "на", "к", "для", "до", "за", "do", "dla", "na"))
CLIENT = frozenset(
    ("client", "customer", "the", "клиента", "клиентку", "клієнта", "клієнтку", "klienta", "klientkę")
)
