"""Words for a deal in a line, in five languages: how likely it is, what is counted, the price of one.

Patterns, separated by "|", each from a word's start to its end.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class DealWords:
    """`probability`: words before a percentage. `likely`: words after it. `at`: between a quantity and the
    price of one. `each`: after the price of one. `counted_after`: what may stand before a quantity.
    `closing`: words before the expected close.
    """

    probability: str
    likely: str
    at: str
    each: str
    counted_after: str
    closing: str


ENGLISH = DealWords(
    probability=r"probability|prob|chances?|likelihood|odds|win rate|confidence|likely|certain|sure",
    likely=r"likely|probable|probability|chances?|likelihood|sure|certain|confident|odds|to win|to close",
    at=r"at|@|for each",
    each=r"each|apiece|a piece|piece|ea|per (?:unit|piece|item|pc|seat|user|person|head|licen[cs]e|box|ton"
    r"|tonne|kg|hour"
    r"|day|session|hr)|an? (?:unit|piece|seat|user|box|ton|tonne|kg|hour|day)|/ ?(?:pc|pcs|unit|ea|seat|user"
    r"|h|hr|hour"
    r"|day|box|t|kg)",
    counted_after="of|for|and|plus|with|x",
    closing=r"(?:should |will |to |expected to |is to |must )?close[sd]?|expected close|(?:is "
    r"|should be )?closing|due|by"
    r"|until|to be closed|expected",
)
RUSSIAN = DealWords(
    probability=r"вероятность\w*|шанс\w*|вероятн\w+",
    likely=r"вероятност\w+|шанс\w*|вероятн\w+|что (?:купят|закроем|выиграем)",
    at=r"по|за кажд\w+",
    each=r"за (?:шт\w*|единицу|одну|один|каждую|каждый|кажд\w+|час|день|тонну|кг|место|человека|место)"
    r"|кажд(?:ый|ая|ое|ую)"
    r"|/ ?(?:шт|ед|чел|час|ч|т|кг|мес)|шт(?:ука|уку)?",
    counted_after="на|за|из|для|и|плюс|это",
    closing=r"(?:план\w* )?закрыти[ея]|закро(?:ем|ют|ется|ю)|закрыва(?:ем|ется|ют)|срок|до|к",
)
UKRAINIAN = DealWords(
    probability=r"[йі]мовірн\w+|шанс\w*",
    likely=r"[йі]мовірн\w+|шанс\w*",
    at=r"по|за кожн\w+",
    each=r"за (?:шт\w*|одиницю|одну|один|кожн\w+|годину|день|тонну|кг|місце|людину)|кож(?:ен|на|не|ну)"
    r"|/ ?(?:шт|од|год|т|кг)|шт(?:ука|уку)?",
    counted_after="на|за|із|з|для|і|й|та|плюс|це",
    closing=r"(?:план\w* )?закриття|закри(?:ємо|ють|ється|ю)|закриваємо|термін|до",
)
POLISH = DealWords(
    probability=r"szans[aeęy]\w*|prawdopodobie[ńn]stw\w+|pewno[śs][ćc]",
    likely=r"szans\w*|prawdopodobie[ńn]stw\w+|pewno[śs]ci|pewne",
    at=r"po|à",
    each=r"za (?:szt\w*|sztuk[ęe]|jedn[ąe]|ka[żz]d\w+|godzin[ęe]|dzie[ńn]|ton[ęe]|kg|osob[ęe])|ka[żz]d[yae]"
    r"|/ ?(?:szt|os|h"
    r"|godz|t|kg)|szt(?:uka)?",
    counted_after="na|za|z|dla|i|oraz|plus|to",
    closing=r"(?:planowane )?zamkni[ęe]cie|zamkn(?:iemy|[ąa]|ie si[ęe])|termin|do|finalizacja",
)
CHINESE = DealWords(
    probability="成功率|成交率|成交概率|赢单率|赢率|胜率|概率|几率|可能性|把握",
    likely="的?(?:把握|可能性?|概率|几率|成功率)",
    at="",
    each="每[^\\W\\d_]|一[个块台套件箱吨只张本份支瓶辆条]|/ ?[个块台套件箱吨只张本份支瓶辆条]",
    counted_after="",
    closing="",
)
DEAL_WORDS = (ENGLISH, RUSSIAN, UKRAINIAN, POLISH, CHINESE)


# Between a deal and an amount: words that say that it is another now, and those that may stand beside them.
AMOUNT_IS = (
    r"is|now|it's|changed|became|becomes|up|down|raised|lowered|dropped|increased|decreased|price|amount"
    r"|value|new|="
    r"|теперь|стал[аои]?|сейчас|цена|сумма|стоимость|подорожал[аои]?|подешевел[аои]?|вырос(?:ла|ло|ли)?"
    r"|снизил\w+"
    r"|упал[аои]?|будет|изменил\w+|уточнил\w+"
    r"|тепер|став|стал[аои]|зараз|ціна|сума|вартість|подорожча\w+|подешевша\w+|зросл[аои]|знизил\w+|впал[аои]"
    r"|буде|змінил\w+"
    r"|teraz|jednak|jest|cena|kwota|warto[śs][ćc]|podro[żz]a[łl]\w*|stania[łl]\w*|wzros[łl]\w*|spad[łl]\w*"
    r"|b[ęe]dzie|zmieni[łl]\w*|->|→"
)
BESIDE_AMOUNT = r"to|at|the|deal|went|goes|will|be|has|been|до|на|уже|вже|по|do|na|si[ęe]|to|ju[żz]|w"
AMOUNT_IN_HAN = (
    r"的?(?:价格?|金额|总价|报价)?(?:现在|已经)?(?:改成|改为|改到|变成|变为|调到|调成|涨到|降到|更新为|是"
    r"|为)了?"
)


def any_of(words: Callable[[DealWords], str]) -> str:
    """A pattern for any of these words in any language."""
    return "|".join(filter(None, map(words, DEAL_WORDS)))


# What the stages of the default pipeline are called besides their names, by that name in English.
STAGES = {
    "Lead": r"leads?|new|лид\w?|лід\w?|lead\w{0,2}|线索|新线索",
    "Qualified": r"qualif(?:ied|ication|y)|квалиф\w+|кваліф\w+|(?:za)?kwalifik\w+|确认需求|已确认需求|需求确认",
    "Offer": r"offer(?:ed)?|proposals?|quot(?:e|ed|ation)|предложени\w|кп|коммерческ\w+ предложени\w"
    r"|пропозиці\w|комерційн\w+ пропозиці\w|ofert\w|ofercie|propozycj\w|报价单?|方案",
    "Negotiation": r"negotiat(?:ions?|ing)|переговор\w{0,3}|negocjacj\w{1,3}|(?:商务)?谈判",
    "Won": r"won|выигран\w|выиграл\w?|вигран\w|wygran\w|赢单|赢了|成交",
    "Lost": r"lost|проигран\w|програн\w|przegran\w|输单|丢单",
}
