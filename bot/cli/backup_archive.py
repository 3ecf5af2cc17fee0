"""One archive of a database and the kept files: a plain tar, of which nothing lands outside its folder."""

import shutil
import tarfile
from contextlib import closing, suppress
from pathlib import Path, PurePosixPath

from bot.app import Stopped

DATABASE, FOLDER = "rapport.db", "files"
UNFINISHED = ".part"  # of a copy that is just being written


def is_archive(file: Path) -> bool:
    return file.is_file() and tarfile.is_tarfile(file)


def pack(base: Path, folder: Path, archive: Path) -> int:
    """Write the database and the files of the folder into an archive; return how many files. Raises OSError."""
    count = 0
    with tarfile.open(archive, "w:") as packed:  # not compressed: photos and recordings are already
        packed.add(base, DATABASE)
        for path in sorted(folder.glob("*")) if folder.is_dir() else ():
            with suppress(FileNotFoundError):  # removed meanwhile
                if path.is_file() and not path.is_symlink() and path.suffix != UNFINISHED:
                    packed.add(path, f"{FOLDER}/{path.name}")
                    count += 1
    return count


def unpack(archive: Path, base: Path, folder: Path) -> int:
    """Write the database to `base` and the files into the new `folder`; return how many files.

    Raises Stopped if it holds anything else, OSError.
    """
    folder.mkdir(parents=True, mode=0o700)
    count, has_base = 0, False
    try:
        with tarfile.open(archive, "r:") as packed:
            for member in packed:
                _check(member, archive)
                has_base |= member.name == DATABASE
                count += member.name != DATABASE
                _write(packed, member, base if member.name == DATABASE else folder / _name(member))
    except tarfile.TarError as error:
        raise Stopped(f"{archive} is damaged: {error}") from error
    if not has_base:
        raise Stopped(f"{archive} holds no Rapport database")
    return count


def _check(member: tarfile.TarInfo, archive: Path) -> None:
    """Only plain files of known places: no links, no devices, no holes, no paths that lead outside."""
    is_known = member.name == DATABASE or member.name == f"{FOLDER}/{_name(member)}"
    if not member.isreg() or member.issparse() or not is_known:
        raise Stopped(f"{archive} is not a backup of Rapport: it holds {member.name[:100]!r}")


def _name(member: tarfile.TarInfo) -> str:
    name = PurePosixPath(member.name).name
    return name if name not in ("", ".", "..") and "\\" not in name else "-"


def _write(packed: tarfile.TarFile, member: tarfile.TarInfo, to: Path) -> None:
    content = packed.extractfile(member)
    if content is None:
        return
    with closing(content), to.open("wb") as written:
        shutil.copyfileobj(content, written)
