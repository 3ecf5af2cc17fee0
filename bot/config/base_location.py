"""Where the base and the `.env` file are, whatever folder a command is started in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values
from sqlalchemy import URL, make_url

BASE = "rapport.db"
DATA = "data"
ENV_FILE = ".env"
OURS = ("RAPPORT_", "TELEGRAM_", "SLACK_", "DATABASE_URL")  # how the names of settings begin
CODE = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Places:
    """The folders that are looked into, in this order."""

    working: Path
    checkout: Path | None  # where the code lies with its own project file; None: it is installed
    user: Path  # the user's data folder

    @classmethod
    def here(cls) -> "Places":
        import platformdirs

        checkout = CODE if (CODE / "pyproject.toml").is_file() else None
        return cls(Path.cwd(), checkout, platformdirs.user_data_path("rapport", appauthor=False))

    def data_folders(self) -> tuple[Path, ...]:
        """Each once, absolute."""
        found = [self.working / DATA, self.user]
        if self.checkout:
            found.insert(1, self.checkout / DATA)
        return tuple(dict.fromkeys(folder.resolve() for folder in found))

    def bases(self) -> tuple[Path, ...]:
        """The data folders in which there is a base."""
        return tuple(folder for folder in self.data_folders() if (folder / BASE).is_file())

    def new_data_folder(self) -> Path:
        """Where a base is made if there is none yet."""
        return (self.checkout / DATA if self.checkout else self.user).resolve()

    def env_file(self) -> Path | None:
        """The first `.env` that is Rapport's."""
        return next(filter(_is_ours, self._env_files()), None)

    def _env_files(self) -> Iterator[Path]:
        for folder in (self.working, self.checkout, self.user):
            if folder and (folder / ENV_FILE).is_file():
                yield (folder / ENV_FILE).resolve()


def shown(url: URL) -> str:
    """A base as people are told of it: a file, or an address without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    asked = url.difference_update_query(["password"]).query
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, asked)
    return bare.render_as_string()


def missing_file(database: str) -> Path | None:
    """The file of an SQLite base that is not there."""
    url = make_url(database)
    file = Path(url.database or "")
    return file if url.get_backend_name() == "sqlite" and not file.exists() else None


def _is_ours(file: Path) -> bool:
    """Whoever stands in another project's folder does not mean that project's settings; one is made empty."""
    try:
        names = dotenv_values(file).keys()
    except (OSError, UnicodeDecodeError):
        return True  # what is wrong with it is told by whoever reads it
    return not names or any(name.startswith(OURS) for name in names)
