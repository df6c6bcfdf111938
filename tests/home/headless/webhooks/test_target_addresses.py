"""No webhook reaches our own networks: not by its address, not by its name, not by a name that changes."""

import socket

import pytest

from home.headless.choices import Problem
from home.headless.webhooks import requests
from home.headless.webhooks.target_addresses import (
    AddressRefused,
    UnknownHost,
    is_public,
    resolved,
    target_of,
)
from tests.factories.receiver import receiver

NOT_PUBLIC = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),  # noqa: S104
    *("169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1"),
    *("198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1"),
    *("::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1"),
    *("fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
    *("2002:7f00:1::", "2001:0:7f00:1::", "2001:4860:4860::8888%1", "", "localhost", "1"),
]
PUBLIC = ["8.8.8.8", "93.184.216.34", "172.15.0.1", "172.32.0.1", "2001:4860:4860::8888", "2a00:1450:4001::1"]
REFUSED = [
    *("http://example.org/", "ftp://example.org/", "file:///etc/passwd", "//example.org/", "example.org"),
    *(
        "https://",
        "https:///x",
        "https://u@example.org/",
        "https://u:p@example.org/",
        "https://example.org:22/",
    ),
    *(
        "https://example.org:99999/",
        "https://example.org:x/",
        "https://exa mple.org/",
        "https://exämple.org/",
    ),
    *(
        "https://example.org/\r\nHost: x",
        "https://example.org\\@127.0.0.1/",
        "https://[::1/",
        "",
        "javascript:1",
    ),
    f"https://example.org/{'x' * 500}",
]
# Names that a system's resolver reads as numbers.
ODD_NUMBERS = ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"]


def resolver(*addresses):
    """A name server that answers with these, one set a question, the last one for good."""
    left = list(addresses)

    def answer(host, port, **_kwargs):
        found = left.pop(0) if len(left) > 1 else left[0]
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in each], socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    return answer


def test_only_addresses_of_the_public_internet_are_public():
    assert [address for address in NOT_PUBLIC if is_public(address)] == []
    assert [address for address in PUBLIC if not is_public(address)] == []


@pytest.mark.parametrize("url", REFUSED)
def test_address_that_is_no_plain_https_address_is_refused(url):
    with pytest.raises(AddressRefused):
        target_of(url)


def test_loopback_is_refused_in_every_spelling():
    for host in ODD_NUMBERS:
        with pytest.raises((AddressRefused, UnknownHost)):
            resolved(target_of(f"https://{host}/"))


def test_name_is_refused_when_any_of_its_addresses_is_not_public(monkeypatch):
    for addresses in (["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::ffff:169.254.169.254"]):
        monkeypatch.setattr(socket, "getaddrinfo", resolver(addresses))
        with pytest.raises(AddressRefused):
            resolved(target_of("https://example.org/"))


def test_name_is_asked_once_and_the_address_looked_at_is_the_one_connected_to(monkeypatch):
    """A name that turns to loopback after it was looked at changes nothing."""
    asked, connected = resolver(["203.0.114.7"], ["127.0.0.1"]), []
    monkeypatch.setattr(socket, "getaddrinfo", asked)
    monkeypatch.setattr(
        socket.socket, "connect", lambda _socket, address: connected.append(address) or refuse()
    )

    answer = requests.post("https://example.org/", b"{}", {})

    assert answer.problem == Problem.NO_CONNECTION
    assert connected == [("203.0.114.7", 443)]


def refuse():
    raise ConnectionRefusedError


def test_name_that_was_public_when_it_was_saved_is_refused_when_it_is_sent_to(monkeypatch):
    with receiver() as server:
        monkeypatch.setattr(socket, "getaddrinfo", resolver(["8.8.8.8"], ["127.0.0.1"]))
        resolved(target_of("https://example.org/"))  # as when it is saved

        answer = requests.post("https://example.org/", b"{}", {})

    assert answer.problem == Problem.REFUSED_ADDRESS
    assert server.got == []
