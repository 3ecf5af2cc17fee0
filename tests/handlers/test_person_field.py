"""Which client is meant, where a form asks for one."""

import storage
from handlers.chat import Request
from handlers.forms.fields import Person
from storage.models import Client
from tests.support import people, recording
from tests.support.world import BEGINNING, World

WHICH = Person("client", "Which client?", required=True)


async def test_the_end_of_a_phone_is_no_number_of_a_client(world: World) -> None:
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        db.add(Client(id=4417, name="Somebody Else", owner_id=ann.id, created_at=BEGINNING))
        ivan = await people.client(db, ann, "Ivan Petrov", "Acme", "+79123454417")
        assert (
            await WHICH.parse(Request(db=db, rep=ann, now=BEGINNING, place=recording.place()), "4417")
            == ivan.id
        )
