"""Ways from anywhere to a client card and to my day. These draw all nouns, hence the late imports."""

from handlers.chat import Redraw, Reply, Request, action


@action("client", reads=True)
async def open_client(req: Request, client_id: int) -> Reply:
    from handlers import clients

    return Redraw(await clients.card(req, client_id))


@action("today", reads=True)
async def open_today(req: Request) -> Reply:
    from handlers import agenda

    return Redraw(await agenda.day(req))
