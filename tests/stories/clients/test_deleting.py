"""What is deleted by mistake comes back as it was; what is deleted on purpose is gone after 30 days."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

import storage
from storage.models import (
    Change,
    Client,
    ContactPoint,
    Deal,
    Deletion,
    DeletionKey,
    FollowUp,
    Interaction,
    Role,
)
from tests.support.chat import Person

NOUNS = (Client, ContactPoint, Deal, FollowUp, Interaction)


async def _counts(ann: Person) -> list[int]:
    async with storage.reading(ann.world.database) as db:
        return [await db.scalar(select(func.count(noun.id))) or 0 for noun in NOUNS]


async def _ann_lee(ann: Person, *, deals: bool = True) -> None:
    await ann.says("/new Ann Lee, Lee Ltd, +1 212 555 0101, ann@lee.example")
    if deals:
        await ann.says("/deal Ann Lee: annual licence 12 000 USD")
    await ann.says("/call Ann Lee: wants a discount; next: tuesday 10:00 send the offer")


async def test_nothing_is_deleted_without_a_press_that_says_what_goes(ann: Person) -> None:
    await _ann_lee(ann, deals=False)
    await ann.says("delete ann lee")
    ann.sees("Delete Ann Lee · Lee Ltd?", "This also deletes 1 interaction, 1 follow-up.", "/deleted")
    assert await _counts(ann) == [1, 2, 0, 1, 1]
    await ann.presses("Cancel")
    ann.sees("Ann Lee")
    await ann.presses("Delete…")
    await ann.presses("Delete")
    ann.sees("Deleted: Ann Lee · Lee Ltd", "Deleted with it: 1 interaction, 1 follow-up.")
    assert await _counts(ann) == [0, 0, 0, 0, 0]


async def test_a_client_with_deals_asks_what_becomes_of_them(ann: Person) -> None:
    await _ann_lee(ann)
    await ann.says("/new Acme")
    await ann.says("/delete Ann Lee")
    ann.sees_button("Delete with 1 deal", "Give the deal to another client", "Cancel")
    await ann.presses("Give the deal to another client")
    await ann.fills({"Which client gets the deals?": "Acme"})
    ann.sees("1 deal goes to Acme. This also deletes 1 interaction, 1 follow-up.")
    await ann.presses("Delete")
    ann.sees("Deleted: Ann Lee")
    await ann.says("/deals")
    ann.sees("Acme: annual licence")
    await ann.says("/deleted")
    await ann.presses("Ann Lee · Lee Ltd")
    await ann.presses("Restore")
    ann.sees("Ann Lee", "wants a discount")
    await ann.says("/deals")
    ann.sees("Acme: annual licence")


async def test_undo_brings_everything_back(ann: Person) -> None:
    await _ann_lee(ann)
    before = await _counts(ann)
    await ann.says("/delete client lee")
    await ann.presses("Delete with 1 deal")
    assert await _counts(ann) == [0, 0, 0, 0, 0]
    await ann.presses("Undo")
    ann.sees("Undone", "Something deleted, Ann Lee")
    assert await _counts(ann) == before
    await ann.says("/deleted")
    ann.sees("Nothing was deleted in the last 30 days.")
    await ann.says("0101")
    ann.sees("Ann Lee", "annual licence", "wants a discount", "send the offer")


async def test_a_restore_after_an_undo_is_refused(ann: Person) -> None:
    await _ann_lee(ann, deals=False)
    await ann.says("/delete Ann Lee")
    await ann.presses("Delete")
    await ann.says("/deleted")
    await ann.presses("Ann Lee · Lee Ltd")
    shown = ann.last("Restore")
    await ann.says("/undo")
    await ann.presses_again(shown, "Restore")
    ann.sees("That is already restored.")
    assert (await _counts(ann))[0] == 1


async def test_an_undo_after_a_restore_is_refused(ann: Person) -> None:
    await _ann_lee(ann, deals=False)
    await ann.says("/delete Ann Lee")
    await ann.presses("Delete")
    deleted = ann.last("Undo")
    await ann.says("ann lee")
    ann.sees("Ann Lee · Lee Ltd: deleted Mon, Mar 2 10:00, Ann")
    await ann.presses("Restore Ann Lee")
    ann.sees("Lee Ltd", "wants a discount")
    await ann.presses_again(deleted, "Undo")
    ann.sees("That's already undone.")


async def test_a_stale_press_deletes_nothing(ann: Person) -> None:
    await _ann_lee(ann, deals=False)
    await ann.says("/delete Ann Lee")
    asked = ann.last("Delete")
    await ann.says("/call Ann Lee: agreed")
    await ann.presses_again(asked, "Delete")
    ann.sees("Something has changed in the meantime. Please check again.")
    assert (await _counts(ann))[0] == 1


async def test_a_deleted_client_is_not_silently_made_again(ann: Person) -> None:
    await _ann_lee(ann, deals=False)
    await ann.says("/delete Ann Lee")
    await ann.presses("Delete")
    await ann.says("/new Anna, +1 212 555 0101")
    ann.sees("Ann Lee · Lee Ltd", "was deleted")
    ann.sees_button("Restore", "No, add a new client")
    await ann.presses("Restore")
    ann.sees("wants a discount")


async def test_or_is_added_anew_if_that_is_meant(ann: Person) -> None:
    await _ann_lee(ann, deals=False)
    await ann.says("/delete Ann Lee")
    await ann.presses("Delete")
    await ann.says("/new Ann Lee")
    await ann.presses("No, add a new client")
    ann.sees("Ann Lee")
    assert (await _counts(ann))[0] == 1


async def test_a_deal_is_deleted_and_restored(ann: Person) -> None:
    await _ann_lee(ann)
    await ann.says("delete the deal annual licence")
    ann.sees("Delete annual licence?", "Ann Lee: annual licence · $12,000 · Lead")
    await ann.presses("Delete")
    ann.sees("Deleted: Deal: annual licence · Ann Lee")
    await ann.says("/deals")
    ann.sees("You have no open deals.")
    await ann.says("/deleted")
    ann.sees("Deleted: 1 entry")
    await ann.presses("Deal: annual licence · Ann Lee")
    await ann.presses("Restore")
    ann.sees("annual licence", "$12,000 · Lead")


async def test_a_follow_up_is_deleted_and_restored(ann: Person) -> None:
    await _ann_lee(ann, deals=False)
    await ann.world.wait(days=1, hours=1)
    await ann.looks()
    await ann.presses("Delete…")
    ann.sees("Delete Follow-up, Tue, Mar 3 10:00?", "send the offer")
    await ann.presses("Delete")
    ann.sees("Deleted: Follow-up: send the offer · Ann Lee")
    await ann.says("/deleted")
    await ann.presses("Follow-up: send the offer · Ann Lee")
    await ann.presses("Restore")
    ann.sees("Follow up with Ann Lee")


async def test_what_belongs_to_a_deleted_client_waits_for_it(ann: Person) -> None:
    await _ann_lee(ann)
    await ann.says("/delete deal annual licence")
    await ann.presses("Delete")
    await ann.says("/delete Ann Lee")
    await ann.presses("Delete")
    await ann.says("/deleted")
    ann.sees("Deleted: 2 entries")
    await ann.presses("Deal: annual licence · Ann Lee")
    await ann.presses("Restore")
    ann.sees("If what it belonged to is deleted, restore that first")


async def test_the_owner_is_told_and_restores_it(ann: Person) -> None:
    boris = ann.beside("Boris")
    await boris.joins(Role.REP)
    await _ann_lee(ann)
    await boris.says("/delete Ann Lee")
    boris.sees("For 30 days Ann or an admin can restore it.")
    await boris.presses("Delete with 1 deal")
    await boris.says("/deleted")
    boris.sees("Nothing was deleted")
    await boris.says("ann lee")
    boris.sees("No client called “ann lee”.")
    await ann.world.wait(minutes=1)
    await ann.looks()
    ann.sees("Boris has deleted your client Ann Lee · Lee Ltd.", "1 deal, 1 interaction, 1 follow-up")
    await ann.presses("Restore")
    ann.sees("annual licence")


async def test_after_thirty_days_it_is_gone_for_good(ann: Person) -> None:
    await _ann_lee(ann)
    await ann.says("/delete Ann Lee")
    await ann.presses("Delete with 1 deal")
    await ann.world.wait(days=30, minutes=1)
    for _beat in range(3):
        await ann.world.wait(minutes=1)
    await ann.says("/deleted")
    ann.sees("Nothing was deleted in the last 30 days.")
    async with storage.reading(ann.world.database) as db:
        assert not await db.scalar(select(func.count(Deletion.id)))
        assert not await db.scalar(select(func.count(DeletionKey.value)))
        nouns = {change.noun for change in await db.scalars(select(Change))}
    assert not nouns & {noun.__tablename__ for noun in NOUNS}


@pytest.mark.parametrize(
    "line",
    ["delete client lee", "/delete ann lee", "/delete Lee Ltd", "/delete 0101", "/delete ann@lee.example"],
)
async def test_a_client_is_named_in_any_way(ann: Person, line: str) -> None:
    await _ann_lee(ann, deals=False)
    await ann.says(line)
    ann.sees("Delete Ann Lee · Lee Ltd?")


async def test_a_line_that_names_nobody_deletes_nobody(ann: Person) -> None:
    await _ann_lee(ann, deals=False)
    await ann.says("/delete Bob Ray")
    ann.sees("No client or deal called “Bob Ray”. Nothing was deleted.")


async def test_reminders_of_what_is_deleted_are_not_sent(ann: Person) -> None:
    await _ann_lee(ann)
    await ann.says("/delete Ann Lee")
    await ann.presses("Delete with 1 deal")
    await ann.world.turn(ann.world.clock.now + timedelta(days=1, hours=1))
    await ann.looks()
    assert not any("send the offer" in seen.text for seen in ann.news)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Иван Петров", "удали клиента Петров"),
        ("Иван Петров", "удалить Петрова"),
        ("Анна Шевченко", "видали клієнта Шевченко"),
        ("Jan Nowak", "usuń klienta Nowak"),
        ("王伟", "删除客户王伟"),
        ("王伟", "删除 王伟"),
        ("王伟", "把王伟删掉吧"),
        ("Ann Lee", "please delete Ann Lee, the company closed down"),
        ("Иван Петров", "удали Петрова, это дубль"),
        ("Анна Шевченко", "видали Шевченко, це дубль"),
        ("Jan Nowak", "usuń Nowak, to duplikat"),
    ],
)
async def test_deleting_is_understood_in_five_languages(ann: Person, name: str, line: str) -> None:
    await ann.says(f"/new {name}")
    await ann.says(line)
    ann.sees(f"Delete {name}?")
