"""A command that is nearly one, or none: what was typed is kept, and what was meant is a press away."""

import pytest

from tests.support.chat import OnSlack, Person

ANN_LEE = "/new Ann Lee, Lee Ltd"


def here(ann: Person, text: str) -> str:
    """As it is said on this channel: in Slack the commands are /crm's."""
    return text.replace("/", "/crm ") if isinstance(ann, OnSlack) else text


def not_on_slack(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("there words after /crm that are no command are a search")


async def test_a_command_with_a_slip_is_asked_about_and_done(ann: Person) -> None:
    await ann.says(ANN_LEE)
    not_on_slack(ann)
    await ann.says("/cal ann lee: wants a discount")
    ann.sees("There is no command /cal. Did you mean /call?", "Your text is saved.")
    await ann.presses("/call ann lee: wants a discount")
    ann.sees("Call logged", "Ann Lee", "wants a discount")


async def test_a_slip_without_a_slash_too(ann: Person) -> None:
    await ann.says(ANN_LEE)
    await ann.says("cal ann lee: wants a discount")
    ann.sees(here(ann, "Did you mean /call?"))
    await ann.presses(here(ann, "/call ann lee: wants a discount"))
    ann.sees("Call logged", "Ann Lee", "wants a discount")


@pytest.mark.parametrize("said", ["/pipline", "pipline", "/pipeine", "Pipline"])
async def test_pipline_is_the_pipeline(ann: Person, said: str) -> None:
    await ann.says(ANN_LEE)
    await ann.says(said)
    ann.sees(here(ann, "Did you mean /pipeline?"))
    await ann.presses(here(ann, "/pipeline"))
    ann.sees("No open deals")


async def test_a_word_for_a_command_leads_to_it(ann: Person) -> None:
    await ann.says(ANN_LEE)
    not_on_slack(ann)
    await ann.says("/clients")
    ann.sees("Mine: 1 client", "Ann Lee")


async def test_what_follows_an_unknown_command_can_be_kept_or_looked_for(ann: Person) -> None:
    await ann.says(ANN_LEE)
    not_on_slack(ann)
    await ann.says("/frobnicate ann lee: likes golf")
    ann.sees("There is no command /frobnicate.", "Your text is saved.")
    ann.sees_button("/find ann lee: likes golf")
    await ann.presses("/note ann lee: likes golf")
    ann.sees("Note saved", "Ann Lee", "likes golf")


@pytest.mark.parametrize(
    "said", ["hello", "Hi!", "good morning", "привет", "здрасте", "добрий день", "cześć", "你好", "你好啊"]
)
async def test_a_greeting_is_answered_with_what_can_be_done(ann: Person, said: str) -> None:
    await ann.says(said)
    ann.sees("Hello, Ann!", here(ann, "/today shows what is due"))


@pytest.mark.parametrize(
    "said",
    ["export", "merge ann lee", "how many calls"],
)
async def test_what_is_no_name_is_not_offered_as_a_client_first(ann: Person, said: str) -> None:
    await ann.says("/new Bo Carr")
    await ann.says(said)
    buttons = ann.news[-1].buttons
    assert not buttons or not buttons[0].startswith("Add"), buttons
    assert here(ann, "/help") in "\n".join((ann.news[-1].text, *buttons)) or "Did you mean" in ann.news[-1].text


@pytest.mark.parametrize(
    "said",
    ["gutter", "окно", "вікно", "rynna", "窗户", "roof and wall", "gutter, big", "555", "服务器：3台，每台2万"],
)
async def test_a_word_that_is_no_name_is_not_offered_as_a_client(ann: Person, said: str) -> None:
    for find in ("", here(ann, "/find ")):
        await ann.says(f"{find}{said}")
        ann.sees(f"Nothing found for “{said}”.")
        assert not any(label.startswith("Add") for label in ann.news[-1].buttons)


async def test_a_word_like_a_name_offers_the_name_but_not_to_add_it(ann: Person) -> None:
    await ann.says("/new Frank Miller")
    await ann.says("millets")
    ann.sees("Did you mean one of these?")
    assert ann.news[-1].buttons == ("Frank Miller",)


@pytest.mark.parametrize(
    "said",
    [
        "Walter",
        "martin",
        "julia orlova",
        "орлова ольга",
        "Bank of America",
        "sonnenbau gmbh",
        "李明",
        "宏达有限公司",
    ],
)
async def test_a_name_that_is_new_can_be_added(ann: Person, said: str) -> None:
    await ann.says(said)
    ann.sees(f"No client called “{said}”. Add a client?")
    await ann.presses("Add")
    ann.sees_button("Log a call")


@pytest.mark.parametrize("said", ["help me", "menu", "?", "/?", "помощь", "що ти вмієш", "pomoc", "/帮助"])
async def test_help_is_asked_for_in_any_language(ann: Person, said: str) -> None:
    await ann.says(said)
    ann.sees("What I can do")


@pytest.mark.parametrize("said", ["клиенты", "Усі клієнти", "klienci", "客户", "list", "/контакты"])
async def test_what_there_is_is_asked_for_in_any_language(ann: Person, said: str) -> None:
    await ann.says(ANN_LEE)
    await ann.says(said)
    ann.sees("Mine: 1 client", "Ann Lee")


async def test_a_slip_in_a_word_of_another_language_is_asked_about(ann: Person) -> None:
    await ann.says(ANN_LEE)
    await ann.says("звнок Ann Lee: просит скидку")
    ann.sees(here(ann, "Did you mean /call?"))
    await ann.presses(here(ann, "/call Ann Lee: просит скидку"))
    ann.sees("Call logged", "Ann Lee", "просит скидку")


@pytest.mark.parametrize(
    "said",
    [
        "звонок Ann Lee: просит скидку",
        "/звонок Ann Lee: просит скидку",
        "Дзвінок: Ann Lee: просит скидку",
        "telefon do Ann Lee: просит скидку",
        "电话 Ann Lee：просит скидку",
    ],
)
async def test_a_command_is_said_in_any_language(ann: Person, said: str) -> None:
    await ann.says(ANN_LEE)
    await ann.says(said)
    ann.sees("Call logged", "Ann Lee", "просит скидку")


async def test_a_client_called_like_a_word_for_a_command_is_found(ann: Person) -> None:
    await ann.says("/new Воронка Ltd")
    await ann.says("воронка")
    ann.sees("Воронка Ltd")


@pytest.mark.parametrize(
    "said", ["новый клиент: Громов Алексей, ООО Гром", "nowy klient Громов Алексей, ООО Гром"]
)
async def test_a_new_client_with_more_than_a_name_is_added_at_once(ann: Person, said: str) -> None:
    await ann.says(said)
    ann.sees("Громов Алексей", "ООО Гром")
    ann.sees_button("Undo")


async def test_a_client_who_is_called_so_is_found_all_the_same(ann: Person) -> None:
    await ann.says("/new Hello Kitty Ltd")
    await ann.says("hello")
    ann.sees("Hello Kitty")


async def test_a_name_much_like_a_command_can_be_added(ann: Person) -> None:
    await ann.says("Callum")
    ann.sees("No client called “Callum”. Add a client?")
    await ann.presses("Add")
    ann.sees("Callum")


@pytest.mark.parametrize("said", ["/today tuesday", "/pipeline tuesday"])
async def test_words_that_say_nothing_to_a_command_are_named(ann: Person, said: str) -> None:
    await ann.says(said)
    ann.sees("Not used: tuesday")


@pytest.mark.parametrize("said", ["Ring Pharma", "Почта России", "Won Kim"])
async def test_a_new_name_that_begins_like_a_command_can_be_added(ann: Person, said: str) -> None:
    await ann.says(said)
    await ann.presses("Add a client")
    ann.sees(said)
    ann.sees_button("Log a call")


async def test_whose_a_misspelt_line_is_can_be_chosen_and_nobody_is_added_by_its_words(ann: Person) -> None:
    await ann.says("/new Ann Johnson")
    await ann.says("/new Steve Johnson")
    await ann.says("cal johnson: wants a discount")
    await ann.presses(here(ann, "/call johnson: wants a discount"))
    ann.sees("Which one?")
    assert not any(label.startswith("Add") for label in ann.news[-1].buttons)
    await ann.presses("Steve Johnson")
    ann.sees("Call logged", "Steve Johnson", "wants a discount")


@pytest.mark.parametrize(
    "said",
    ["call ann lee: same price as last time", "note ann lee: asked for his wife's number"],
)
async def test_a_note_that_ends_like_a_question_is_kept_whole(ann: Person, said: str) -> None:
    await ann.says(ANN_LEE)
    await ann.says(said)
    ann.sees(said.partition(": ")[2])
    ann.sees_button("Undo")


@pytest.mark.parametrize(
    "said", ["what's ann lee's phone number?", "find Ann Lee last time", "/find Ann Lee's phone"]
)
async def test_a_question_about_somebody_finds_them(ann: Person, said: str) -> None:
    await ann.says(f"{ANN_LEE}, +44 20 7946 0958")
    await ann.says(said)
    ann.sees("Ann Lee", "7946 0958")


@pytest.mark.parametrize("said", ["новй клієнт Коваль Петро", "nwoy klient Kowal Jan", "новый клеент Ким Олег"])
async def test_a_slip_in_two_words_for_a_command(ann: Person, said: str) -> None:
    await ann.says(said)
    ann.sees(here(ann, "Did you mean /new?"))
    await ann.presses(here(ann, f"/new {said.split(' ', 2)[2]}"))
    ann.sees(said.split(" ", 2)[2])


@pytest.mark.parametrize("said", ["thanks", "Thank you!", "дякую", "спасибо", "dzięki", "谢谢", "ok"])
async def test_thanks_name_nobody(ann: Person, said: str) -> None:
    await ann.says(said)
    ann.sees(here(ann, "Glad to help. /today shows what is due."))


async def test_ok_is_no_answer_to_who(ann: Person) -> None:
    await ann.says("/new Grace Okafor, Harbour Books")
    await ann.says("/new Ann Lee, Lee Ltd")
    await ann.says("/remind call tomorrow 10:00")
    await ann.says("ok")
    await ann.says("/agenda")
    assert not any("Grace Okafor" in seen.text for seen in ann.news)


async def test_a_word_for_a_command_leaves_a_form_that_asks_for_an_amount(ann: Person) -> None:
    not_on_slack(ann)
    await ann.says(ANN_LEE)
    await ann.says("/deal ann lee")
    await ann.says("licence")
    ann.sees("Amount")
    await ann.says("воронка")
    ann.sees("Pipeline")


@pytest.mark.parametrize(
    "said", ["help call", "помощь звонок", "допомога дзвінок", "pomoc rozmowa", "帮助 电话"]
)
async def test_help_about_a_command_in_its_own_word(ann: Person, said: str) -> None:
    await ann.says(said)
    ann.sees(here(ann, "/call"), "Log a call")


@pytest.mark.parametrize("said", ["deals ann lee", "угоди ann lee", "szanse ann lee", "сделки lee ltd"])
async def test_the_deals_of_a_client_who_has_none(ann: Person, said: str) -> None:
    await ann.says(ANN_LEE)
    await ann.says(said)
    ann.sees("open deals: none")
