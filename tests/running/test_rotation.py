"""Each story is played on a channel of each kind by default, and on all the others in one of the shards."""

import argparse
from collections import Counter

import pytest

from tests.running.rotation import KINDS, Shard, default_channels, parse_shard
from tests.support.chat import CHANNELS

STORIES = [f"test_story_{number}" for number in range(400)]
ENOUGH = 50  # of these stories at least are played on each channel


def test_every_channel_is_of_one_kind() -> None:
    assert sorted(name for kind in KINDS for name in kind) == sorted(CHANNELS)


def test_on_sqlite_a_story_is_played_on_one_channel_of_each_kind() -> None:
    played = Counter[str]()
    for story in STORIES:
        channels = default_channels(story, "sqlite", [*CHANNELS])
        assert [len(channels & {*kind}) for kind in KINDS] == [1, 1, 1]
        played.update(channels)
    assert min(played[name] for name in CHANNELS) > ENOUGH


def test_on_postgresql_a_story_is_played_on_one_channel() -> None:
    played = Counter[str]()
    for story in STORIES:
        channels = default_channels(story, "postgres", [*CHANNELS])
        assert len(channels) == 1
        played.update(channels)
    assert {*played} == {*CHANNELS} - {"console"}
    assert min(played.values()) > ENOUGH


def test_a_story_of_one_platform_is_played_there() -> None:
    for engine in ("sqlite", "postgres"):
        assert default_channels("test_groups", engine, ["slack"]) == {"slack"}


def test_a_name_decides_the_same_in_every_process() -> None:
    assert default_channels("test_forms []", "sqlite", [*CHANNELS]) == {
        "telegram-webhook",
        "slack-http",
        "console",
    }


def test_each_test_is_in_one_shard() -> None:
    shards = [Shard(number, 8) for number in range(1, 9)]
    assert [sum(shard.has(story) for shard in shards) for story in STORIES] == [1] * len(STORIES)
    assert min(sum(map(shard.has, STORIES)) for shard in shards) > len(STORIES) / 8 / 2


@pytest.mark.parametrize("text", ["", "3", "0/8", "9/8", "a/b", "1/"])
def test_a_shard_is_written_as_number_of_count(text: str) -> None:
    assert parse_shard("3/8") == Shard(3, 8)
    with pytest.raises(argparse.ArgumentTypeError):
        parse_shard(text)
