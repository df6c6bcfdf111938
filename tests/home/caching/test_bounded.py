"""What a process keeps: what was asked for last, and not more than fits."""

from home.caching.bounded import BoundedCache


def test_the_newest_stay_and_the_oldest_go_when_there_is_no_room():
    kept = BoundedCache(most_bytes=80)
    for number in range(10):
        kept.put(number, b"x" * 10, 10)
        kept.get(0)

    assert kept.get(0)
    assert [number for number in range(10) if kept.get(number)] == [0, 3, 4, 5, 6, 7, 8, 9]


def test_what_takes_most_of_the_room_is_not_kept():
    kept = BoundedCache(most_bytes=80)

    assert not kept.put("large", b"x" * 60, 60)
    assert kept.get("large") is None


def test_without_room_nothing_is_kept():
    kept = BoundedCache(most_bytes=0)

    assert not kept.put("small", b"x", 1)


def test_a_value_put_anew_takes_its_own_room_alone():
    kept = BoundedCache(most_bytes=80)
    kept.put("same", b"x" * 10, 10)
    kept.put("same", b"y" * 5, 5)

    assert kept.get("same") == b"y" * 5
    assert kept.bytes == 5
