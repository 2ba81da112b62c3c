"""Printed documents carry the city's seal, and stay what they were beneath it."""

import datetime as dt
import io

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from rostra.minutes.drafting import draft_minutes
from rostra.resolutions.services import enter_resolutions
from rostra.settings import Settings, SettingsError
from rostra_documents.edition import Edition
from rostra_documents.minutes.printing import minutes_pdf
from rostra_documents.sealing import Seal
from rostra_frontend.house import printers_of
from support.afterwards import ZONE, hall
from support.printed import faults, text_of
from support.sitting import invited_council

PASSWORD = "Siegelwachs 1891"


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    """A city's key with a certificate that it has signed itself."""
    folder = tmp_path_factory.mktemp("seal")
    secret = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Stadt Brunnfeld")])
    today = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=30))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(secret, hashes.SHA256())
    )  # fmt: skip
    (folder / "seal.p12").write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"seal", secret, certificate, None, BestAvailableEncryption(PASSWORD.encode())
        )
    )
    (folder / "seal.der").write_bytes(certificate.public_bytes(Encoding.DER))
    return folder


def settings_with(key, password=PASSWORD):
    return Settings(seal_key=str(key / "seal.p12"), seal_password=password)


async def test_what_is_printed_is_sealed_and_stays_what_it_is(sqlite_database, key):
    here = await hall(sqlite_database)
    async with sqlite_database.work(here.who("clerk")) as work:
        await draft_minutes(work, here.meeting.id, ZONE)
    printer = printers_of(settings_with(key))["minutes"]
    async with sqlite_database.reading(here.who("clerk")) as work:
        plain = await minutes_pdf(work, here.meeting.id, Edition.FULL)
        sealed = await printer(work, here.meeting.id, "de")
        again = await printer(work, here.meeting.id, "de")
    assert again.content == sealed.content
    assert text_of(sealed.content) == text_of(plain.content)
    (signature,) = PdfFileReader(io.BytesIO(sealed.content)).embedded_signatures
    root = load_cert_from_pemder(str(key / "seal.der"))
    status = await async_validate_pdf_signature(signature, ValidationContext(trust_roots=[root]))
    assert status.bottom_line, status.pretty_print_details()
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert faults(sealed.content) == []


@pytest.mark.long
async def test_everything_that_is_printed_bears_one_seal(sqlite_database, key):
    here, noticed = await hall(sqlite_database), await invited_council(sqlite_database)
    async with sqlite_database.work(here.who("clerk")) as work:
        await draft_minutes(work, here.meeting.id, ZONE)
        found = {one.agenda_item_id: one for one in await enter_resolutions(
            work, here.meeting.id, ZONE
        )}  # fmt: skip
    ids = {
        "extract": (found[here.item.id].id, here.who("clerk")),
        "notice": (noticed.meeting.id, noticed.clerk),
    }
    root = load_cert_from_pemder(str(key / "seal.der"))
    for kind, printer in printers_of(settings_with(key)).items():
        of, who = ids.get(kind, (here.meeting.id, here.who("clerk")))
        async with sqlite_database.reading(who) as work:
            sealed = (await printer(work, of, "de")).content
        (signature,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
        status = await async_validate_pdf_signature(
            signature, ValidationContext(trust_roots=[root])
        )
        assert status.bottom_line, (kind, status.pretty_print_details())
        assert faults(sealed) == [], kind


async def test_a_changed_byte_breaks_the_seal(sqlite_database, key):
    here = await hall(sqlite_database)
    printer = printers_of(settings_with(key))["agenda"]
    async with sqlite_database.reading(here.who("clerk")) as work:
        sealed = (await printer(work, here.meeting.id, "de")).content
    at = sealed.index(b"/Producer") if b"/Producer" in sealed else 200
    forged = sealed[: at + 12] + bytes([sealed[at + 12] ^ 1]) + sealed[at + 13 :]
    (signature,) = PdfFileReader(io.BytesIO(forged)).embedded_signatures
    assert not (await async_validate_pdf_signature(signature)).intact


@pytest.mark.parametrize(
    ("name", "password"),
    [("seal.p12", "falsch"), ("missing.p12", PASSWORD), ("seal.der", PASSWORD)],
)
def test_a_seal_that_cannot_be_used_is_named_and_its_password_is_not(key, name, password):
    with pytest.raises(SettingsError, match="ROSTRA_SEAL_KEY") as refused:
        Seal.of(Settings(seal_key=str(key / name), seal_password=password))
    assert password not in str(refused.value)
    assert refused.value.__cause__ is None


def test_without_a_key_there_is_no_seal():
    assert set(printers_of(Settings())) == set(printers_of(Settings(seal_key="")))
