"""Answers a process keeps: by their tag, the newest, and not more than fit."""

from home.headless.answers.api.conditional import Kept


def test_the_newest_stay_and_the_oldest_go_when_there_is_no_room():
    kept = Kept(most_bytes=80)
    for number in range(10):
        kept.put(f"tag {number}", b"x" * 10)
        kept.get("tag 0")

    assert kept.get("tag 0")
    assert [number for number in range(10) if kept.get(f"tag {number}")] == [0, 3, 4, 5, 6, 7, 8, 9]


def test_what_takes_most_of_the_room_is_not_kept():
    kept = Kept(most_bytes=80)
    kept.put("large", b"x" * 60)

    assert kept.get("large") is None


def test_without_room_nothing_is_kept():
    kept = Kept(most_bytes=0)
    kept.put("small", b"x")

    assert kept.get("small") is None
