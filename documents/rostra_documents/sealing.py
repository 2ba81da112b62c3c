"""Sealing what was printed, with the key of the city (PAdES, ETSI EN 319 142-1, level B-B).

The only module that imports pyHanko. The seal is invisible: a visible one would be a picture that
nobody can have read aloud (PDF/UA-1).
"""

import asyncio
import io
import logging
from collections import OrderedDict
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from rostra.settings import Settings, SettingsError
from rostra_documents.printing import Document

FIELD = "Seal"
READ_AS = "Siegel"
ROOM = 24 * 1024 * 1024
"""Bytes that all kept sealed prints may have together."""

OUT_OF_SIGHT = fields.InvisSigSettings(box_out_of_bounds=True)
"""Beside the page: what nobody can see needs no place among the tags (ISO 14289-1, 7.18.1)."""

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


class Addition(IncrementalPdfFileWriter):
    """What is written behind a print; its metadata stand as they were printed (PDF/A-3a)."""

    def _update_meta(self) -> None:
        """Leave the metadata alone: written anew they would lose the description of PDF/UA."""


class Seal:
    """The city's key and certificate, and the sealed prints of late.

    The same print is sealed once as long as it is kept: asked for again, it is the same file.
    """

    def __init__(self, signer: signers.SimpleSigner) -> None:
        self.signer = signer
        self.kept: OrderedDict[bytes, bytes] = OrderedDict()
        self.room = 0
        self.making = asyncio.Lock()

    @classmethod
    def of(cls, settings: Settings) -> "Seal":
        """The seal that the settings name; SettingsError where it cannot be used."""
        path = Path(settings.seal_key).expanduser()
        try:
            readable = path.read_bytes()
        except OSError as error:
            raise SettingsError(
                f"ROSTRA_SEAL_KEY names {path}, which cannot be read: {error.strerror}."
            ) from None
        signer = signer_of(path, settings.seal_password) if readable else None
        if signer is None:
            raise SettingsError(
                f"ROSTRA_SEAL_KEY names {path}, which is no PKCS#12 file with a key and its "
                "certificate, or ROSTRA_SEAL_PASSWORD does not open it."
            )
        return cls(signer)

    async def put(self, document: Document) -> Document:
        """The document with the seal upon it, made beside the event loop."""
        digest = blake2b(document.content, digest_size=32).digest()
        async with self.making:
            sealed = self.kept.get(digest)
            if sealed is None:
                sealed = await asyncio.to_thread(self.sealed, document.content)
                self.keep(digest, sealed)
        return replace(document, content=sealed)

    def keep(self, digest: bytes, sealed: bytes) -> None:
        """Keep a sealed print, and let go of the oldest where there is no room."""
        self.kept[digest] = sealed
        self.room += len(sealed)
        while self.room > ROOM and len(self.kept) > 1:
            _, gone = self.kept.popitem(last=False)
            self.room -= len(gone)

    def sealed(self, content: bytes) -> bytes:
        """The PDF with a seal of its own, as an addition behind its unchanged bytes."""
        how = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
        )
        place = fields.SigFieldSpec(
            FIELD, readable_field_name=READ_AS, invis_sig_settings=OUT_OF_SIGHT
        )
        addition = Addition(io.BytesIO(content))
        out = signers.sign_pdf(addition, how, self.signer, new_field_spec=place)
        return bytes(out.getvalue())


def signer_of(path: Path, password: str) -> signers.SimpleSigner | None:
    """The key in a PKCS#12 file; None where the password or the file is wrong."""
    try:
        return signers.SimpleSigner.load_pkcs12(str(path), passphrase=password.encode() or None)
    except Exception:  # whatever the file makes the parser stumble over: it is not ours to read
        return None
