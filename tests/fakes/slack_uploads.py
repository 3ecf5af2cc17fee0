"""Files uploaded to the fake Slack, in three steps: an address, the content, and where it is shown."""

from dataclasses import dataclass

from aiohttp import web

from tests.fakes.slack_payloads import Body


@dataclass
class Upload:
    """`content`: None until it is there. `channels`: where it was shared."""

    name: str
    length: int
    content: bytes | None = None
    channels: tuple[str, ...] = ()


class Uploads:
    def __init__(self) -> None:
        self.files: dict[str, Upload] = {}  # by ID
        self.problems: list[str] = []

    def begin(self, given: Body) -> str:
        """The ID of a new one."""
        file_id = f"F{len(self.files) + 1:06}"
        self.files[file_id] = Upload(given["filename"], int(given["length"]))
        return file_id

    async def take(self, request: web.Request) -> web.Response:
        file = self.files[request.match_info["file"]]
        content = await request.read()
        if len(content) != file.length:
            self.problems.append(f"upload of {len(content)} bytes, announced were {file.length}")
            return web.Response(status=400)
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    def is_there(self, file_id: str) -> bool:
        return file_id in self.files and self.files[file_id].content is not None
