"""An archive takes the kept files along, and nothing in one gets outside the data folder."""

import io
import resource
import tarfile
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import Stopped
from bot.cli.backups import back_up, restore
from bot.config.settings import Settings
from tests.bot.cli.test_backups import House
from tests.conftest import Templates

FULL = 4 << 20  # bytes: what fits the disk


@pytest.fixture
def house(tmp_path: Path, templates: Templates) -> House:
    house = House(tmp_path, templates.sqlite)
    _files(house).mkdir()
    (_files(house) / "1-offer.pdf").write_bytes(b"the offer")
    (_files(house) / "2-photo.jpg.part").write_bytes(b"half a pho")
    return house


async def test_the_files_come_back_and_those_that_were_there_are_kept(house: House) -> None:
    await house.hires("Ann")
    await back_up(house.settings, house.file, house.said.append, with_files=True)
    assert "1 files" in house.said[-1] and house.file.stat().st_mode & 0o077 == 0
    await house.hires("Boris")
    (_files(house) / "1-offer.pdf").write_bytes(b"another")
    await house.restores()
    assert await house.people() == ["Ann"]
    assert [path.name for path in _files(house).iterdir()] == ["1-offer.pdf"]
    assert (_files(house) / "1-offer.pdf").read_bytes() == b"the offer"
    assert (house.base.parent / "files.before-restore" / "1-offer.pdf").read_bytes() == b"another"
    assert house.beside() == ["files", "files.before-restore", "rapport.db", "rapport.db.before-restore"]


async def test_a_backup_without_files_leaves_them_alone(house: House) -> None:
    await house.backs_up()
    await house.restores()
    assert (_files(house) / "1-offer.pdf").read_bytes() == b"the offer"


async def test_an_archive_is_restored_where_there_is_nothing(house: House, tmp_path: Path) -> None:
    await house.hires("Ann")
    await back_up(house.settings, house.file, house.said.append, with_files=True)
    house.settings = Settings(data_dir=tmp_path / "another")
    await house.restores()
    assert await house.people() == ["Ann"]
    assert (tmp_path / "another" / "files" / "1-offer.pdf").read_bytes() == b"the offer"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../escaped",
            "/escaped",
            "files/../../escaped",
            "files/a/b",
            "files/..",
            "files/.",
            "files/",
            "files",
        ),
        *("other/escaped", "files\\..\\escaped", "rapport.db/x", "files/..\\escaped", "rapport.db-wal", ".env"),
    ],
)
async def test_nothing_lands_outside_the_folder(house: House, name: str) -> None:
    await _refused(house, _member(name))
    assert not [*house.base.parents[2].rglob("*escaped*")]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
async def test_links_and_devices_are_refused(house: House, kind: bytes) -> None:
    member = _member("files/link")
    member.type, member.linkname, member.size = kind, "/etc/passwd", 0
    await _refused(house, member)


async def test_an_archive_that_is_cut_off_or_has_no_base_is_refused(house: House) -> None:
    await back_up(house.settings, house.file, house.said.append, with_files=True)
    house.file.write_bytes(house.file.read_bytes()[: house.file.stat().st_size // 2])
    with pytest.raises(Stopped):
        await house.restores()
    with tarfile.open(house.file, "w:") as packed:
        packed.addfile(_member("files/1-offer.pdf"), io.BytesIO(b"x"))
    with pytest.raises(Stopped, match="no Rapport database"):
        await house.restores()
    assert house.beside() == ["files", "rapport.db"]


async def test_nothing_of_an_archive_is_restored_while_rapport_runs(house: House) -> None:
    await back_up(house.settings, house.file, house.said.append, with_files=True)
    async with house.opened():
        with pytest.raises(Stopped, match="is in use"):
            await house.restores()
    assert house.beside() == ["files", "rapport.db"]


async def test_on_postgresql_a_second_line_is_told() -> None:
    said: list[str] = []
    settings = Settings(database_url=SecretStr("postgresql://db/crm"), data_dir=Path("/srv/data"))
    await back_up(settings, Path("a.dump"), said.append, with_files=True)
    assert "tar --create --file=a.dump.files.tar --directory=/srv/data files" in said
    await restore(settings, Path("a.dump"), said.append)


async def _refused(house: House, member: tarfile.TarInfo) -> None:
    await back_up(house.settings, house.file, house.said.append, with_files=True)
    with tarfile.open(house.file, "a:") as packed:
        packed.addfile(member, io.BytesIO(b"x" * member.size))
    with pytest.raises(Stopped, match="not a backup of Rapport"):
        await house.restores()
    assert house.beside() == ["files", "rapport.db"]
    assert (_files(house) / "1-offer.pdf").read_bytes() == b"the offer"


def _member(name: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = 1
    return member


def _files(house: House) -> Path:
    return house.base.parent / "files"


async def test_a_disk_that_is_full_leaves_nothing(house: House) -> None:
    (_files(house) / "3-recording.ogg").write_bytes(bytes(FULL))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, limits[1]))
    try:
        with pytest.raises(Stopped, match="cannot write"):
            await back_up(house.settings, house.file, house.said.append, with_files=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [path.name for path in house.file.parent.iterdir() if path.is_file()] == []
