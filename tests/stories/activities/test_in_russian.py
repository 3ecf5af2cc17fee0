"""The main job in Russian: what is typed, what is pressed, and every word that is read."""

import re
from collections.abc import Iterator

import storage
from storage.models import Role
from storage.team import accounts
from tests.support.chat import OnTelegram, Person, on_slack, on_telegram
from tests.support.world import World

IVAN = "/new Иван Петров, ООО «Ромашка», +7 912 345-67-89, ivan@acme.io, родился 05.03.1980"
# What stays as it is: commands, addresses, invitations, the names of channels, time zones.
AS_IT_IS = re.compile(
    r"(?<!\w)/(crm )?[a-z]+|\S+@\S+|\w{4}-\w{4}-\w{4}|start|Telegram|Slack|UTC|Europe/Moscow|English"
)
ENGLISH = re.compile(r"[A-Za-z]{2,}")
MILLION = "1\xa0200\xa0000\xa0₽"


async def test_a_rep_goes_through_the_main_job_in_russian(ann: Person) -> None:
    await _speaks_russian(ann)
    await ann.says(IVAN)
    await _reads(ann, "Иван Петров", "ООО «Ромашка»", "5 марта (45)")
    await ann.says("/call Ромашка: 15 мин, просит скидку; дальше: завтра в 10 отправить КП")
    await _reads(ann, "Звонок сохранён", "15 мин", "Дальше: вт, 3 мар. 10:00, отправить КП")
    await ann.says("/deal Ромашка: лицензия 1,2 млн руб")
    await _reads(ann, "лицензия", f"{MILLION} · Лид ▱▱▱▱")
    await ann.presses("КП")
    await _reads(ann, "КП ▰▰▱▱")
    await ann.presses("Выиграна")
    await _reads(ann, "· Выиграна")
    await ann.says("/remind Ромашка: через 2 часа перезвонить")
    await _reads(ann, "Напомню", "пн, 2 мар. 12:00")
    await ann.says("/today")
    await _reads(ann, "Мой день", "На сегодня", "12:00 📞 Иван Петров: перезвонить")


async def test_what_comes_unasked_is_in_russian(ann: Person) -> None:
    await _speaks_russian(ann)
    await ann.says(IVAN)
    await ann.says("/remind Ромашка: завтра в 10 отправить КП")
    await ann.world.wait(minutes=1)
    await ann.looks()
    await _reads(ann, "День рождения: Иван Петров", "через 3 дня", "Иван Петров, с днём рождения!")
    await ann.world.wait(hours=24)
    await ann.looks()
    await _reads(ann, "Доброе утро, ", "Связаться: Иван Петров", "отправить КП")
    ann.sees_button("Готово", "Внести звонок", "Через час", "Карточка")
    await ann.presses("Готово")
    await _reads(ann, "Как прошло?")
    await ann.presses("Дозвонились")
    await _reads(ann, "Звонок сохранён", "Какой следующий шаг?")
    await ann.presses("Через 3 дня")
    await _reads(ann, "Напомню", "пт, 6 мар. 09:00")
    await ann.presses("Отменить")
    await _reads(ann, "Отменено", "Напоминание, Иван Петров")


async def test_a_form_asks_in_russian(world: World) -> None:
    async with on_telegram(world) as ann:
        await ann.joins()
        await _speaks_russian(ann)
        await ann.says("/settings")
        await _reads(ann, "Настройки", "Русский · 10:00, UTC", "Рабочие дни: Пн–Пт")
        await ann.presses("Обо мне")
        await _reads(ann, "Обо мне", "Язык: Русский", "Рабочие дни: Пн–Пт")
        await ann.presses("Часовой пояс")
        await _reads(ann, "Сейчас: UTC")
        await ann.says("москва")
        await ann.says(IVAN)
        await ann.presses("Внести звонок")
        await _reads(ann, "Звонок: Иван Петров", "Как прошло?")
        await ann.says("не ответили")
        await _reads(ann, "О чём говорили?")
        await ann.presses("Пропустить")
        await ann.presses("Выбрать дату")
        await ann.says("когда-нибудь")
        await _reads(ann, "Не понял, когда.")
        await ann.says("завтра в 10")
        await ann.says("набрать ещё раз")
        await _reads(ann, "Звонок сохранён", "Не ответили", "вт, 3 мар. 10:00, набрать ещё раз")
        await ann.world.wait(hours=21)  # ten o'clock in Moscow is seven in UTC
        await ann.looks()
        await _reads(ann, "Связаться: Иван Петров", "набрать ещё раз")


async def test_a_modal_asks_in_russian(world: World) -> None:
    async with on_slack(world) as ann:
        await ann.joins()
        await _speaks_russian(ann)
        await ann.says(IVAN)
        await ann.presses("Внести звонок")
        await ann.fills(
            {"Как прошло?": "Не ответили", "О чём говорили?": "ни о чём", "Следующий шаг": "Завтра"}
        )
        await _reads(ann, "Звонок сохранён", "Не ответили", "ни о чём", "вт, 3 мар. 09:00")


async def test_every_list_and_every_complaint_is_in_russian(ann: Person) -> None:
    await _speaks_russian(ann)
    for empty in ("/deals", "/pipeline", "/today", "/birthdays", "/help", "/start", "/link", "/find", "/нечто"):
        await ann.says(empty)
        await _reads(ann)
    await ann.says(IVAN)
    for about in ("/deal Ромашка: лицензия 12 тыс руб", "/meeting Ромашка: 1,5 часа, показали продукт", "иван"):
        await ann.says(about)
        await _reads(ann)
    for full in ("/deals", "/pipeline", "/birthdays", "/move", "/find рома", "/call Кто-то: привет", "никого"):
        await ann.says(full)
        await _reads(ann)
    await ann.says("/remind Ромашка: когда-нибудь позвонить")
    await _reads(ann, "«когда-нибудь позвонить» — это когда?")
    await ann.says("/move лицензия переговоры")
    await _reads(ann, "· Переговоры ▰▰▰▱")
    await ann.says("/undo")
    await _reads(ann, "Отменено", "Перевод сделки")


async def test_people_and_roles_are_spoken_of_in_russian(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    await _speaks_russian(ann)
    await ann.says("/team")
    await _reads(ann, "Ann: Администратор")
    await ann.presses("Ann")
    for button in ("Роль", "‹ Назад", "Команда", "‹ Назад", "Передать клиентов"):
        await ann.presses(button)
        await _reads(ann)
    await ann.says(IVAN)
    for words in ("/assign Ромашка: Борис", "/handover Борис", "/invite Север", "/handover"):
        await ann.says(words)
        await _reads(ann)


async def test_who_comes_in_from_a_russian_phone_is_answered_in_russian(world: World) -> None:
    async with on_telegram(world) as ann:
        boris = OnTelegram(world, ann.fake, ann.fake.user(12, "Борис", "ru"))
        await boris.says("привет")
        await _reads(boris, "У вас пока нет доступа")
        await boris.says("/start 0000-0000-0000")
        await _reads(boris, "приглашение недействительно")
        await boris.says(f"/start {await world.invite()}")
        await _reads(boris, "Добро пожаловать, Борис!")


async def _speaks_russian(person: Person) -> None:
    await person.says("/settings")
    await person.changes("Language", "Русский")
    await _reads(person, "Сохранено")


async def _reads(person: Person, *parts: str) -> None:
    """All of it has just come, and nothing of ours beside it is in English."""
    person.sees(*parts)
    async with storage.reading(person.world.database) as db:
        names = {rep.name for rep in await accounts.active(db)}
    for text in _texts(person):
        assert not set(ENGLISH.findall(AS_IT_IS.sub("", text))) - names, text


def _texts(person: Person) -> Iterator[str]:
    for seen in person.news:
        yield from (seen.text, *seen.buttons)
