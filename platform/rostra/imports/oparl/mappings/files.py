"""How files are read, and where they are used."""

from rostra.files.models import File, FileUse
from rostra.imports.oparl import converting
from rostra.imports.oparl.mapping import Field, Link, Reference, Rule, table_of
from rostra.imports.oparl.vocabulary import VENDOR


def used_as(key: str, owner: str, use: str) -> Link:
    """A field that holds files of a meeting, an agenda item or a paper."""
    return Link(key, table_of(FileUse), owner, "file_id", "file", {"file_use": use})


file = Rule(
    "file",
    File,
    fields=(
        Field("name", "name"),
        Field("fileName", "file_name"),
        Field("mimeType", "mime_type", converting.trimmed),
        Field("date", "date", converting.date),
        Field("size", "size", converting.large_number),
        Field("sha1Checksum", "sha1_checksum", converting.trimmed),
        Field("sha512Checksum", "sha512_checksum", converting.trimmed),
        Field("accessUrl", "access_url", converting.trimmed),
        Field("downloadUrl", "download_url", converting.trimmed),
        Field("externalServiceUrl", "external_service_url", converting.trimmed),
        Field("fileLicense", "file_license", converting.trimmed),
    ),
    references=(Reference("masterFile", "master_file_id", "file"),),
    expected=("accessUrl",),
    known=("text", f"{VENDOR}textLength"),
    kept=frozenset({"file_name", "mime_type", "size", "sha1_checksum", "sha512_checksum"}),
)
