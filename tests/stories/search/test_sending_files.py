"""Files that Rapport made reach a chat once, whatever goes wrong on the way."""

from tests.support.chat import OnSlack, OnTelegram, Person

ONLY_ON = ("telegram", "telegram-webhook", "slack", "slack-http")


async def _export(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says("/find mine")
    await ann.presses("Export")


async def _comes_in_the_end(ann: Person) -> None:
    await ann.world.wait(minutes=1)
    await ann.looks()
    ann.sees("Mine", "1 row")
    assert len(ann.files()) == 1


async def test_a_file_that_could_not_be_sent_comes_later(ann: Person) -> None:
    if isinstance(ann, OnTelegram):
        ann.fake.fail("sendDocument", 500)
    elif isinstance(ann, OnSlack):
        ann.fake.fail("files.getUploadURLExternal", 500)
    await _export(ann)
    assert not ann.files()
    await _comes_in_the_end(ann)


async def test_what_was_uploaded_is_not_uploaded_again(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        ann.fake.fail("files.completeUploadExternal", 500)
        await _export(ann)
        await _comes_in_the_end(ann)
        assert len(ann.fake.uploads.files) == 1
    elif isinstance(ann, OnTelegram):
        await _export(ann)
        await ann.presses("Export")  # another moment, another file
        assert len(ann.fake.uploaded) == 2


async def test_an_app_without_the_scope_says_what_to_do(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        ann.fake.fail("files.getUploadURLExternal", "missing_scope")
        await _export(ann)
        ann.sees("I can't send files in this workspace yet", "files:write")
        assert await ann.channel._api.token.is_good()
