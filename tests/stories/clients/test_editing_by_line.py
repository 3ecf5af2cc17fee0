"""Clients are changed by a sentence: old and new are shown, and nothing is saved without a press."""

import pytest

from tests.support.chat import Person

JULIA = "/new Julia Weber, Weber Design, founder, +49 30 9876543, julia@weber.example, #key"


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("change julia weber's phone to +49 30 1112223", "+49 30 9876543 → +49 30 1112223"),
        ("Julia Weber has a new mobile +49 170 1234567", "+49 30 9876543 → +49 170 1234567"),
        ("julia weber's email is j@new.example", "julia@weber.example → j@new.example"),
        ("julia's birthday is 5 may", "— → May 5"),
        ("Julia now works at Acme Corp", "Weber Design → Acme Corp"),
        ("rename julia weber to Julia Schmidt", "Julia Weber → Julia Schmidt"),
        ("julia weber is now head of sales", "founder → head of sales"),
        ("tag julia weber vip", "key → key, vip"),
        ("untag julia weber key", "key → —"),
        ("у Julia Weber новый телефон +49 30 1112223", "+49 30 9876543 → +49 30 1112223"),
        ("Julia Weber теперь работает в ООО Гром", "Weber Design → ООО Гром"),
        ("Julia Weber тепер працює в ТОВ Лан", "Weber Design → ТОВ Лан"),
        ("Julia Weber ma nowy mail j@new.example", "julia@weber.example → j@new.example"),
        ("Julia Weber pracuje teraz w Ikea", "Weber Design → Ikea"),
        ("phone Julia Weber +49 30 1112223", "+49 30 9876543 → +49 30 1112223"),
        ("email Julia Weber: j@new.example", "julia@weber.example → j@new.example"),
        ("номер Julia Weber +49 30 1112223", "+49 30 9876543 → +49 30 1112223"),
        ("numer Weber to +49 30 1112223", "+49 30 9876543 → +49 30 1112223"),
        ("/edit Julia: phone +49 30 1112223", "+49 30 9876543 → +49 30 1112223"),
    ],
)
async def test_a_change_is_shown_and_saved_after_a_press(ann: Person, said: str, change: str) -> None:
    await ann.says(JULIA)
    await ann.says(said)
    ann.sees("Julia Weber", change, "Save this change?")
    await ann.presses("Save")
    await ann.says("/find weber")
    new = change.partition(" → ")[2]
    ann.sees(*(part for part in new.split(", ") if part != "—"))


async def test_cyrillic_and_chinese_names_are_known_in_their_cases(ann: Person) -> None:
    await ann.says("/new Петрова Анна, ООО Ромашка")
    await ann.says("/new Юлия Мельник, Будмайстер")
    await ann.says("/new 张强, 北京建材公司, +86 137 0000 1111")
    await ann.says("Юлия теперь в Ромашке")
    ann.sees("Будмайстер → ООО Ромашка")
    await ann.says("у Петровой день рождения 12 июня")
    ann.sees("— → June 12")
    await ann.says("张强换号了，新手机+8613788889999")
    ann.sees("+86 137 0000 1111 → +8613788889999")
    await ann.says("张强生日是5月3日")
    ann.sees("— → May 3")


async def test_nothing_is_changed_without_the_press_and_undo_takes_it_back(ann: Person) -> None:
    await ann.says(JULIA)
    await ann.says("change julia weber's phone to +49 30 1112223")
    await ann.presses("Cancel")
    await ann.says("/find julia weber")
    ann.sees("+49 30 9876543")
    await ann.says("change julia weber's phone to +49 30 1112223")
    await ann.presses("Save")
    ann.sees("+49 30 1112223")
    await ann.presses("Undo")
    await ann.says("/find julia weber")
    ann.sees("+49 30 9876543")


async def test_of_several_phones_it_is_asked_which(ann: Person) -> None:
    await ann.says(JULIA)
    await ann.says("/edit Julia: phone +49 30 1112223")
    await ann.presses("Add, keep the old one")
    ann.sees("+49 30 9876543", "+49 30 1112223")
    await ann.says("julia's number is +49 30 5556677")
    ann.sees_button("Replace +49 30 9876543", "Replace +49 30 1112223", "Add, keep the others")
    await ann.presses("Replace +49 30 1112223")
    ann.sees("+49 30 9876543", "+49 30 5556677")


async def test_of_namesakes_it_is_asked_who_is_meant(ann: Person) -> None:
    await ann.says("/new Steve Johnson, Acme")
    await ann.says("/new Anna Johnson, Brightline")
    await ann.says("change johnson's email to sj@acme.example")
    ann.sees("Which one?")
    await ann.presses("Steve Johnson · Acme")
    ann.sees("Steve Johnson", "— → sj@acme.example")
    await ann.presses("Save")
    ann.sees("sj@acme.example")


async def test_a_value_changed_meanwhile_is_shown_anew(ann: Person) -> None:
    await ann.says(JULIA)
    await ann.says("julia's birthday is 5 may")
    first = ann.last("Save")
    await ann.says("julia's birthday is 6 may")
    await ann.presses("Save")
    await ann.presses_again(first, "Save")
    ann.sees("May 6 → May 5", "Save this change?")


@pytest.mark.parametrize(
    "said",
    [
        "called julia weber, her new number is +49 30 5556677",
        "Julia Weber сейчас на совещании, перезвоню",
        "Julia Weber joined the call, wants a quote",
        "Julia Weber moved to next week",
        "met julia weber, she is happy",
    ],
)
async def test_what_happened_is_no_change(ann: Person, said: str) -> None:
    await ann.says(JULIA)
    await ann.says(said)
    assert not any("Save this change?" in seen.text for seen in ann.news)


async def test_a_birthday_without_a_year_keeps_the_known_year(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, born 12.03.1985")
    await ann.says("petrov's birthday is 5 may")
    ann.sees("March 12, 1985 → May 5, 1985")
    await ann.presses("Save")
    ann.sees("(40)")


async def test_a_tag_is_taken_away_however_the_others_are_written(ann: Person) -> None:
    await ann.says("/new Ivan Petrov")
    await ann.presses("Edit")
    await ann.changes("Tags", "vip,new")
    await ann.says("untag ivan petrov vip")
    ann.sees("vip,new → new")


@pytest.mark.parametrize("said", ["email Julia Weber: sent it to j@new.example", "phone Julia Weber: 10 min"])
async def test_a_call_or_an_e_mail_is_still_logged(ann: Person, said: str) -> None:
    await ann.says(JULIA)
    await ann.says(said)
    ann.sees("logged", "Julia Weber")


@pytest.mark.parametrize("said", ["王伟现在在开会", "王伟现在在路上", "王伟加入了我们的群"])
async def test_where_somebody_is_now_is_no_company(ann: Person, said: str) -> None:
    await ann.says("/new 王伟, 华讯科技有限公司")
    await ann.says(said)
    ann.sees("Did this happen?")
    assert "Save this change?" not in ann.news[-1].text
