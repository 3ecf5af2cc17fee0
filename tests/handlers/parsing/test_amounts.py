"""The amount of a deal in the line that opens it: ranges, other dollars, sums, and what comes after it."""

from handlers.parsing.money.amount_reader import Money, money
from handlers.parsing.money.amounts import split_money, unclear_amount
from tests.running.tables import each_row

# The first of each kind came in wrong, in somebody's CRM.
TAKEN = {
    "licence C$ 500": (500, "CAD", "licence"),
    "licence S$ 500": (500, "SGD", "licence"),
    "licence NT$500": (500, "TWD", "licence"),
    "licence 500 HK$": (500, "HKD", "licence"),
    "licence $CA 500": (500, "CAD", "licence"),
    "licence 2 x 500 USD": (1000, "USD", "licence 2 x 500 USD"),
    "3× 1200 zł": (3600, "PLN", "3× 1200 zł"),
    "3×1200 zł": (3600, "PLN", "3×1200 zł"),
    "лицензии 2 х 50 тыс руб": (100_000, "RUB", "лицензии 2 х 50 тыс руб"),
    "licence 1 млн 200 тыс руб": (1_200_000, "RUB", "licence"),
    "licence 1 mln 200 tys. zł": (1_200_000, "PLN", "licence"),
    "ліцензія 1 млн 200 тис грн": (1_200_000, "UAH", "ліцензія"),
    "supply 1 million 200 thousand USD": (1_200_000, "USD", "supply"),
    "采购 120万5千": (1_205_000, "EUR", "采购"),
    "采购 1亿2000万元": (120_000_000, "CNY", "采购"),
    "licence $5k & support": (5000, "USD", "licence $5k & support"),
    "лицензия 300 тыс руб, поддержка": (300_000, "RUB", "лицензия 300 тыс руб, поддержка"),
    "CRM rollout - $15k / yr": (15_000, "USD", "CRM rollout / yr"),
    "Roof repair $12,500.00 60%": (12_500, "USD", "Roof repair $12,500.00 60%"),
    "renewal 2027 5000": (5000, "EUR", "renewal 2027"),
    "12k - 20 users": (12_000, "EUR", "20 users"),
    "office 365 - 12k": (12_000, "EUR", "office 365"),
    "скидка 10% 5000 руб": (5000, "RUB", "скидка 10%"),
    "licence 0.01 USD": (0.01, "USD", "licence"),
}
LEFT = (
    *("licence 10 000-12 000 USD", "licence 10 000 to 12 000 USD", "licence 10-12k USD", "between 10 and 12k"),
    *(
        "licence $5,000 - $8,000",
        "licence $500 - $8,000",
        "licence 5 000 USD - 8 000 USD",
        "$5,000 - $8,000 licence",
    ),
    *("лицензия от 10 до 12 тыс", "лицензия от 10 000 до 12 000 руб", "между 10 000 и 12 000 руб"),
    *(
        "ліцензія від 10 до 12 тис",
        "між 10 і 12 тис грн",
        "licencja od 10 do 12 tys.",
        "między 10 a 12 tys. zł",
    ),
    *("许可证10到12万", "许可证 10万到12万", "许可证 10至12万元"),
    *(
        "50 % of 12 000 USD",
        "50% от 12 000 руб",
        "50 % від 12 000 грн",
        "50 % z 12 000 zł",
        "the half: 50% of $12k",
    ),
    *("licence R 500", "licence R500", "licence X$ 500", "licence 500 X$"),
    *("screen 1920 x 1080", "500 USD x 3", "licence $500 + $300", "3 seats at $99", "3 seats at $99, support"),
    *("3 licences 2000", "5000 renewal"),  # a year, and no price: bare numbers stay words
    *("y 0.001 usd", "y $0.001"),
)
UNCLEAR = {
    "licence X$ 500": "X$ 500",
    "licence 500 X$": "500 X$",
    "лицензия Ю$ 500": "Ю$ 500",
    "y 0.001 usd": "0.001 usd",
    "y $0.001": "$0.001",
    "licence C$ 500": "",
    "licence US$ 500": "",
    "licence 5 $": "",
    "version 0.001": "",
    "version 0.001 beta": "",
    "annual licence": "",
}


@each_row(("text", "meant"), TAKEN.items())
def test_an_amount_is_taken(text: str, meant: tuple[float, str, str]) -> None:
    amount, currency, title = meant
    assert split_money(text, "EUR") == (Money(round(amount * 100), currency), title)


@each_row("text", LEFT)
def test_what_is_not_one_amount_stays_in_the_title(text: str) -> None:
    assert split_money(text, "EUR") == (None, text)


@each_row(("text", "unclear"), UNCLEAR.items())
def test_an_unclear_amount_is_named(text: str, unclear: str) -> None:
    assert unclear_amount(text) == unclear


def test_rand_are_read_where_the_house_counts_in_them() -> None:
    assert split_money("licence R 500", "ZAR") == (Money(50_000, "ZAR"), "licence")


def test_numbers_in_words_are_read_after_over_and_under_too() -> None:
    for words, amount in (
        ("миллиона рублей", Money(100_000_000, "RUB")),
        ("ста тысяч рублей", Money(10_000_000, "RUB")),
        ("мільйона гривень", Money(100_000_000, "UAH")),
        ("miliona złotych", Money(100_000_000, "PLN")),
        ("stu tysięcy złotych", Money(10_000_000, "PLN")),
    ):
        assert money(words, "EUR") == amount, words
