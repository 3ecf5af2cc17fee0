"""The channels a story is played on: by default a few, rotating by its name; the rest comes in shards."""

import argparse
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

# Channels that differ only in how a message travels. At the console a form is a dialog as it is in Telegram.
KINDS = (("telegram", "telegram-webhook"), ("slack", "slack-http"), ("console",))


@dataclass(frozen=True)
class Shard:
    """One of `count` parts of what is left out by default; the first has number 1."""

    number: int = 1
    count: int = 1

    def has(self, test: str) -> bool:
        return _hash(test) % self.count == self.number - 1


def parse_shard(text: str) -> Shard:
    number, slash, count = text.partition("/")
    if not (slash and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise argparse.ArgumentTypeError(f"K/N is wanted, as in 1/8, and not {text!r}")
    return Shard(int(number), int(count))


def default_channels(story: str, engine: str, channels: Sequence[str]) -> set[str]:
    """Of those it can be played on: on SQLite one of each kind, on PostgreSQL one that is not the console."""
    if engine == "postgres":
        return _one_of(story, engine, [name for kind in KINDS[:2] for name in kind if name in channels])
    kinds = [[name for name in kind if name in channels] for kind in KINDS]
    return {name for kind in kinds for name in _one_of(story, engine, kind)}


def _one_of(story: str, engine: str, channels: Sequence[str]) -> set[str]:
    return {channels[_hash(f"{engine} {channels} {story}") % len(channels)]} if channels else set()


def _hash(text: str) -> int:
    """The same in every process, which `hash` is not."""
    return zlib.crc32(text.encode())
