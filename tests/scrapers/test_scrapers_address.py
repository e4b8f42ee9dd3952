"""The SSRF table of SECURITY.md D12: URLs, addresses, and what getaddrinfo makes of odd hosts."""

from __future__ import annotations

import socket

import pytest

from scrapers.address import AddressError, check_addresses, check_url, refusal

REFUSED = [
    ("0.0.0.0", "this network"),
    ("0.1.2.3", "this network"),
    ("10.0.0.1", "private"),
    ("10.255.255.255", "private"),
    ("100.64.0.1", "carrier-grade"),
    ("100.127.255.254", "carrier-grade"),
    ("127.0.0.1", "loopback"),
    ("127.255.0.9", "loopback"),
    ("169.254.169.254", "link-local"),
    ("172.16.0.1", "private"),
    ("172.31.255.255", "private"),
    ("192.0.0.8", "protocol assignments"),
    ("192.0.0.170", "protocol assignments"),
    ("192.0.2.7", "documentation"),
    ("192.31.196.1", "AS112"),
    ("192.52.193.1", "AMT"),
    ("192.88.99.1", "6to4"),
    ("192.168.1.1", "private"),
    ("192.175.48.1", "AS112"),
    ("198.18.0.1", "benchmarking"),
    ("198.19.255.255", "benchmarking"),
    ("198.51.100.4", "documentation"),
    ("203.0.113.9", "documentation"),
    ("224.0.0.1", "multicast"),
    ("239.255.255.255", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"),
    ("::1", "loopback"),
    ("::", "unspecified"),
    ("::ffff:127.0.0.1", "IPv4-mapped"),
    ("::ffff:8.8.8.8", "IPv4-mapped"),
    ("::ffff:a9fe:a9fe", "IPv4-mapped"),
    ("::7f00:1", "IPv4-compatible"),
    ("64:ff9b::a9fe:a9fe", "NAT64"),
    ("64:ff9b::7f00:1", "NAT64"),
    ("64:ff9b:1::1", "NAT64"),
    ("100::1", "discard"),
    ("2001::1", "Teredo"),
    ("2001:0:53aa:64c::1", "Teredo"),
    ("2001:2::1", "protocol assignments"),
    ("2001:20::1", "protocol assignments"),
    ("2001:db8::1", "documentation"),
    ("2002:7f00:1::", "6to4"),
    ("2002:a9fe:a9fe::1", "6to4"),
    ("2620:4f:8000::1", "AS112"),
    ("3fff::1", "documentation"),
    ("4000::1", "global unicast"),
    ("5f00::1", "segment routing"),
    ("fc00::1", "unique local"),
    ("fd12:3456::1", "unique local"),
    ("fe80::1", "link-local"),
    ("fe80::1%eth0", "link-local"),
    ("fec0::1", "site-local"),
    ("ff02::1", "multicast"),
    ("kikk.example", "numeric"),
]
ALLOWED = [
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.1",
    "126.255.255.255",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "192.169.0.1",
    "198.17.255.255",
    "223.255.255.255",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2a00:1450:400e::1",
    "2606:4700::1111",
]


@pytest.mark.parametrize(("address", "reason"), REFUSED)
def test_an_address_that_is_not_public_is_refused_with_its_reason(address: str, reason: str) -> None:
    assert reason in (refusal(address) or "allowed")


@pytest.mark.parametrize("address", ALLOWED)
def test_a_public_address_is_allowed(address: str) -> None:
    assert refusal(address) is None


def test_one_bad_address_among_good_ones_refuses_the_host() -> None:
    with pytest.raises(AddressError, match=r"evil\.example is 127\.0\.0\.1: loopback"):
        check_addresses("evil.example", ["1.1.1.1", "127.0.0.1"])


def test_a_host_without_address_is_refused() -> None:
    with pytest.raises(AddressError):
        check_addresses("void.example", [])


@pytest.mark.parametrize("host", ["0x7f.1", "2130706433", "127.1", "0177.0.0.1", "①②⑦.⓪.⓪.①", "localhost", "::1"])
def test_odd_spellings_of_loopback_are_refused_once_resolved(host: str) -> None:
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, 80, type=socket.SOCK_STREAM)]
    with pytest.raises(AddressError, match="loopback"):
        check_addresses(host, found)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://kikk.example/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("gopher://kikk.example/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("//kikk.example/", "scheme"),
        ("/relative", "scheme"),
        ("http://", "no host"),
        ("http:///path", "no host"),
        ("http://user@kikk.example/", "credentials"),
        ("https://user:secret@kikk.example/", "credentials"),
        ("http://kikk.example:22/", "port 22"),
        ("http://kikk.example:0/", "port 0"),
        ("http://kikk.example:8080/", "port 8080"),
        ("http://kikk.example:99999/", "not a URL"),
        ("http://[::1/", "not a URL"),
        ("http://kikk.example\\@127.0.0.1/", "backslash"),
        ("http://kikk.example/a b", "blank"),
        ("http://kikk.example/\r\nHost: x", "control"),
        ("http://kikk.example/\x00", "control"),
        ("http://kikk.example/" + "a" * 9000, "longer"),
    ],
)
def test_a_url_that_may_not_be_asked(url: str, reason: str) -> None:
    with pytest.raises(AddressError, match=reason):
        check_url(url)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("HTTP://KIKK.Example./x", "http://kikk.example"),
        ("https://kikk.example:443/", "https://kikk.example"),
        ("https://kikk.example:80/", "https://kikk.example:80"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]"),
    ],
)
def test_the_origin_of_a_url(url: str, origin: str) -> None:
    assert check_url(url).origin == origin
