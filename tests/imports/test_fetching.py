"""A source is fetched from the public web over https, and from our own network only if allowed."""

import datetime as dt
import ipaddress
import json
import ssl
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rostra.errors import Invalid
from rostra.imports.fetching import Source, fetched, host_of
from rostra.imports.open311.reading import at
from rostra.imports.outside import NotOutside, is_outside, outside_addresses
from rostra_frontend.command_line import rostra
from support.council_server import council_server

MANY = 100_000
REQUEST = {
    "service_request_id": "7", "status": "open", "service_code": "1", "service_name": "Ampel",
    "description": "Dunkel.", "requested_datetime": "2026-02-16T21:26:17+01:00",
}  # fmt: skip


@pytest.fixture
def server():
    with council_server() as running:
        yield running


def refused(source):
    with pytest.raises(Invalid) as wrong:
        fetched(source)
    assert wrong.value.field == "source"
    return wrong.value.sentence


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_our_own_network_is_not_outside(address):
    assert not is_outside(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"]
)
def test_the_public_network_is_outside(address):
    assert is_outside(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.1", "0"])
def test_other_names_of_this_machine_are_seen_through(host):
    with pytest.raises(NotOutside):
        outside_addresses(host, 443)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://stadt.example/feed", "https alone"),
        ("HTTP://stadt.example/feed", "https alone"),
        ("https://127.0.0.1/feed", "private network"),
        ("https://[::1]/", "private network"),
        ("https://[::ffff:10.0.0.1]/", "private network"),
        ("https://name:word@localhost/", "private network"),
        ("https://no.such.host.invalid/", "no host"),
        ("https://", "names no host"),
        ("https:///feed", "names no host"),
        ("https://stadt.example:port/", "not asked"),
        ("https://[::1/", "not asked"),
        ("https://stadt.example/\x00", "not asked"),
        ("https://" + "a" * 70 + ".example/", "no host"),
        ("ftp://stadt.example/feed", "no file"),
        ("file:///etc/hostname", "no file"),
        ("/no/such\x00file", "no file"),
        ("/", "no file"),
    ],
)
def test_what_is_not_fetched_is_refused_in_a_sentence(address, reason):
    assert reason in refused(Source(address, MANY))


def test_our_own_network_is_asked_only_if_allowed(server):
    server.pages["/list"] = b"words"
    address = server.address + "/list"
    assert "https alone" in refused(Source(address, MANY))
    assert server.asked == {}
    assert fetched(Source(address, MANY, own_network=True)) == b"words"


def test_every_hop_is_looked_at(server):
    with council_server() as inner:
        inner.pages["/secret"] = b"secret"
        port = inner.address.rpartition(":")[2]
        for number, (target, reason) in enumerate(
            {
                inner.address + "/secret": "https alone",
                f"https://127.0.0.1:{port}/secret": "private network",
                f"https://localhost:{port}/secret": "private network",
                "file:///etc/hostname": "not asked",
                "https://[::1/": "Invalid URL",
            }.items()
        ):
            server.pages[f"/{number}"] = target
            source = Source(f"{server.address}/{number}", MANY, own_network=True)
            assert reason in refused(source), target
        assert inner.asked == {}
    server.pages["/moved"] = "/here"
    server.pages["/here"] = b"words"
    assert fetched(Source(server.address + "/moved", MANY, own_network=True)) == b"words"
    server.pages["/loop"] = server.address + "/loop"
    assert "in circles" in refused(Source(server.address + "/loop", MANY, own_network=True))


def test_no_more_is_read_than_can_be_borne(server, tmp_path):
    server.pages["/large"] = b"x" * (MANY + 1)
    assert "more than 100,000 bytes" in refused(Source(server.address + "/large", MANY, True))
    server.pages["/fits"] = b"x" * MANY
    assert len(fetched(Source(server.address + "/fits", MANY, True))) == MANY
    file = tmp_path / "large"
    file.write_bytes(b"x" * (MANY + 1))
    assert "more than" in refused(Source(str(file), MANY))
    assert len(fetched(Source(str(file), MANY + 1))) == MANY + 1


def test_a_server_that_does_not_help_is_told_of(server):
    assert "status 404" in refused(Source(server.address + "/absent", MANY, True))
    assert "does not answer" in refused(Source("http://127.0.0.1:1/", MANY, True))


class Dripping(BaseHTTPRequestHandler):
    """A server that never comes to an end."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"<!-- -->")
                time.sleep(0.05)
        except OSError:
            pass

    def log_message(self, *_):
        pass


@contextmanager
def serving(handler, context=None):
    running = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    running.daemon_threads = True
    if context is not None:
        running.socket = context.wrap_socket(running.socket, server_side=True)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    try:
        yield running.server_port
    finally:
        running.shutdown()
        running.server_close()


def test_a_reply_that_never_ends_is_broken_off():
    with serving(Dripping) as port:
        source = Source(f"http://127.0.0.1:{port}/", 10**9, own_network=True, patience=0.2)
        assert "takes too long" in refused(source)


def certificate_of(host, folder):
    """A certificate of the host, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    today = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(key.public_key()).serial_number(1)
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ) + signed.public_bytes(serialization.Encoding.PEM)
    )  # fmt: skip
    return str(file)


class Telling(BaseHTTPRequestHandler):
    """A server that says under which name it was asked."""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.headers["host"].encode())

    def log_message(self, *_):
        pass


def test_the_name_counts_although_an_address_is_asked(tmp_path, monkeypatch):
    file = certificate_of("localhost", tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with serving(Telling, context) as port:
        source = Source(f"https://localhost:{port}/", MANY, own_network=True)
        assert "does not answer" in refused(source)
        monkeypatch.setenv("SSL_CERT_FILE", file)
        assert fetched(source) == f"localhost:{port}".encode()
        other = Source(f"https://127.0.0.1:{port}/", MANY, own_network=True)
        assert "does not answer" in refused(other)


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("https://a.example/v2", "https://a.example/v2/requests.json"),
        ("https://a.example/v2/?key=1", "https://a.example/v2/requests.json?key=1"),
        ("https://a.example/v2/requests.xml?x=y", "https://a.example/v2/requests.xml?x=y"),
        ("list.json", "list.json"),
    ],
)
def test_an_interface_is_asked_for_its_list(source, asked):
    assert at(source).place == asked


def test_a_source_is_called_after_its_host():
    assert host_of("https://me:word@Stadt.example:8443/feed") == "stadt.example:8443"
    assert host_of("https://[::1/") == ""


def test_the_command_allows_the_own_network_only_when_told_so(server, tmp_path, monkeypatch):
    monkeypatch.setenv("ROSTRA_DATA_DIR", str(tmp_path))
    server.pages["/requests.json"] = json.dumps([REQUEST]).encode()
    asked = ["import", "open311", server.address]
    barred = CliRunner().invoke(rostra, asked)
    assert (barred.exit_code, "https alone" in barred.output) == (1, True)
    assert server.asked == {}
    allowed = CliRunner().invoke(rostra, [*asked, "--own-network"])
    assert "name the body" in allowed.output
    assert server.asked == {"/requests.json": 1}
