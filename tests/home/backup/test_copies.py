"""Which backups of a folder are kept."""

from datetime import UTC, datetime, timedelta

from home.backup.copies import LONGEST, name_at, outdated

NOW = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)


def made(days, hours=0):
    return name_at(NOW - timedelta(days=days, hours=hours))


DAILY = [made(days) for days in range(60)]


def kept(names, days, weeks):
    return sorted(set(names) - set(outdated(names, now=NOW, days=days, weeks=weeks)), reverse=True)


def test_the_newest_of_the_last_days_and_weeks_are_kept():
    assert kept(DAILY, days=7, weeks=0) == DAILY[:7]
    # 28 November 2026 is a Saturday: the Sundays before it are the newest of their weeks.
    assert kept(DAILY, days=2, weeks=4) == [made(0), made(1), made(6), made(13), made(20)]


def test_of_two_on_one_day_the_later_is_kept():
    assert kept([made(0), made(0, hours=3), made(1)], days=2, weeks=0) == [made(0), made(1)]


def test_none_is_kept_longer_than_writers_were_promised():
    assert kept(DAILY, days=90, weeks=52) == DAILY[: LONGEST.days + 1]


def test_the_newest_stays_however_old_it_is_and_days_without_one_use_up_none():
    assert kept([made(45), made(50)], days=1, weeks=1) == [made(45)]
    assert kept([made(0), made(5), made(9)], days=3, weeks=0) == [made(0), made(5), made(9)]


def test_other_files_are_never_thrown_away():
    others = ["letters.backup", ".letters-2020-01-01T000000Z.backup.part", "notes.txt", "x" + made(40)]

    assert outdated([*others, made(0), made(40)], now=NOW, days=1, weeks=0) == [made(40)]
