"""PDF files as the tests need them: pages with lines of text, with a picture, with a note, with another file inside."""

from io import BytesIO

from pypdf import PageObject, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

_FONT = {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")} | {
    NameObject("/BaseFont"): NameObject("/Helvetica")
}


def pdf(*pages: str | None, note: str = "", inside: bytes = b"", password: str | None = None, locked: bool = False) -> bytes:
    """A PDF with one text a page; None stands for a page on which something is drawn and nothing written."""
    writer = PdfWriter()
    for text in pages:
        page = writer.add_blank_page(200, 200)
        _draw(page, "0 0 100 100 re f" if text is None else f"BT /F1 12 Tf 10 150 Td ({text}) Tj ET")
    if note:
        writer.add_annotation(0, FreeText(text=note, rect=(10, 10, 90, 40)))
    if inside:
        writer.add_attachment("inside.csv", inside)
    if password is not None or locked:
        writer.encrypt(password or "", owner_password="owner", algorithm="AES-256")
    with BytesIO() as stream:
        writer.write(stream)
        return stream.getvalue()


def _draw(page: PageObject, what: str) -> None:
    stream = DecodedStreamObject()
    stream.set_data(what.encode("latin-1"))
    page[NameObject("/Contents")] = stream
    fonts = DictionaryObject({NameObject("/F1"): DictionaryObject(_FONT)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
