"""Locate the database and the `.env` file, independent of the working directory."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values
from sqlalchemy import URL, make_url

BASE = "rapport.db"
DATA = "data"
ENV_FILE = ".env"
OURS = ("RAPPORT_", "TELEGRAM_", "SLACK_", "DATABASE_URL")  # prefixes of setting names
CODE = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Places:
    """The folders to search, in this order."""

    working: Path
    checkout: Path | None  # the source tree with its project file; None if installed
    user: Path  # the user's data folder

    @classmethod
    def here(cls) -> "Places":
        import platformdirs

        checkout = CODE if (CODE / "pyproject.toml").is_file() else None
        return cls(Path.cwd(), checkout, platformdirs.user_data_path("rapport", appauthor=False))

    def data_folders(self) -> tuple[Path, ...]:
        """Absolute, without duplicates."""
        found = [self.working / DATA, self.user]
        if self.checkout:
            found.insert(1, self.checkout / DATA)
        return tuple(dict.fromkeys(folder.resolve() for folder in found))

    def bases(self) -> tuple[Path, ...]:
        """The data folders that contain a database."""
        return tuple(folder for folder in self.data_folders() if (folder / BASE).is_file())

    def new_data_folder(self) -> Path:
        """Where to create a database if there is none."""
        return (self.checkout / DATA if self.checkout else self.user).resolve()

    def env_file(self) -> Path | None:
        """The first `.env` that has Rapport's settings."""
        return next(filter(_is_ours, self._env_files()), None)

    def _env_files(self) -> Iterator[Path]:
        for folder in (self.working, self.checkout, self.user):
            if folder and (folder / ENV_FILE).is_file():
                yield (folder / ENV_FILE).resolve()


def url_text(url: URL) -> str:
    """The database as shown to people: a file, or a URL without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    asked = url.difference_update_query(["password"]).query
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, asked)
    return bare.render_as_string()


def missing_file(database: str) -> Path | None:
    """The file of an SQLite database if it does not exist."""
    url = make_url(database)
    file = Path(url.database or "")
    return file if url.get_backend_name() == "sqlite" and not file.exists() else None


def _is_ours(file: Path) -> bool:
    """Ignore the `.env` of another project; an empty one may be Rapport's."""
    try:
        names = dotenv_values(file).keys()
    except (OSError, UnicodeDecodeError):
        return True  # whoever reads the file reports the error
    return not names or any(name.startswith(OURS) for name in names)
