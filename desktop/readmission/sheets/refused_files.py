"""The kinds of files that are not read, each with the word that helps: what it is and how to make a file of it that is read."""

from enum import StrEnum
from typing import ClassVar

from readmission.errors import Phrase, ReadmissionError
from readmission.sheets.problems import NotAWorkbook


class Foreign(StrEnum):
    """What a file is that holds no table."""

    ARCHIVE = "an archive"
    BUNDLE = "a bundle or a round pack"
    DATABASE = "a database"
    KEY = "a key or a certificate"
    LETTER = "a text document"
    OLD_OFFICE = "a document of an old Office program"
    OTHER = "a file of another program"
    PDF = "a PDF document"
    PICTURE = "a picture"
    PRESENTATION = "a presentation"
    PROGRAM = "a program"


class Excess(StrEnum):
    """Of what a file holds more than any answers would."""

    BYTES = "too many bytes"
    UNPACKED = "too many bytes when it is unpacked"
    PARTS = "too many inner files"
    SHEETS = "too many sheets"
    CELLS = "too many cells, empty ones between others included"
    FAR = "a cell stands beyond row 99,999 or column ZZ"
    LINES = "too many rows or columns"
    MERGED = "too many merged cells"
    TEXT = "too much text in its cells"
    PAGES = "too many pages"
    LONG = "a cell holds more than 32,767 characters"


class FileRefused(NotAWorkbook):
    """A file that somebody chose to be read as answers is not read."""

    code: ClassVar[str] = "SH-40"
    happened: ClassVar[str] = "The file cannot be read."
    unharmed: ClassVar[str] = "Nothing of it was read, and no answer was changed."
    remedy: ClassVar[str] = "Save it as an Excel workbook (.xlsx) or as CSV, and try again."

    def __init__(self, place: str = "", **details: object) -> None:
        if "what" in details:
            details["what"] = Phrase(str(details["what"]))
        super().__init__(place, **details)


class EmptyFile(FileRefused):
    """There is nothing in the file."""

    code: ClassVar[str] = "SH-41"
    happened: ClassVar[str] = "The file is empty."
    remedy: ClassVar[str] = "Ask for the file again; it may not have been copied to its end."


class OldWorkbook(FileRefused):
    """A workbook of Excel 2003 or older."""

    code: ClassVar[str] = "SH-42"
    happened: ClassVar[str] = "This is a workbook of an old Excel (.xls), whatever its name ends with."
    remedy: ClassVar[str] = "Open it in Excel, choose “Save as”, “Excel workbook (.xlsx)”, and try again."


class OpenDocument(FileRefused):
    """A spreadsheet of LibreOffice."""

    code: ClassVar[str] = "SH-43"
    happened: ClassVar[str] = "This is a spreadsheet in the OpenDocument format (.ods)."
    remedy: ClassVar[str] = "Open it in LibreOffice or Excel, choose “Save as”, “Excel workbook (.xlsx)”, and try again."


class BinaryWorkbook(FileRefused):
    """A workbook in Excel's binary format."""

    code: ClassVar[str] = "SH-44"
    happened: ClassVar[str] = "This is a workbook in Excel's binary format (.xlsb)."
    remedy: ClassVar[str] = "Open it in Excel, choose “Save as”, “Excel workbook (.xlsx)”, and try again."


class Encrypted(FileRefused):
    """A workbook that asks for a password."""

    code: ClassVar[str] = "SH-45"
    happened: ClassVar[str] = "The file is protected with a password."
    remedy: ClassVar[str] = "Open it in Excel, remove the password (File, Info, Protect workbook), save it, and try again."


class WebPage(FileRefused):
    """A page of HTML that was named like a workbook."""

    code: ClassVar[str] = "SH-46"
    happened: ClassVar[str] = "This is a web page, whatever its name ends with."
    remedy: ClassVar[str] = "Open it in Excel, choose “Save as”, “Excel workbook (.xlsx)”, and try again."


class OtherXml(FileRefused):
    """An XML file: a spreadsheet of Excel 2003, or a message of a statistical office."""

    code: ClassVar[str] = "SH-47"
    happened: ClassVar[str] = "This is an XML file and no workbook."
    remedy: ClassVar[str] = "If Excel opens it, choose “Save as”, “Excel workbook (.xlsx)”, and try again."


class OtherFile(FileRefused):
    """Something that is no table at all."""

    code: ClassVar[str] = "SH-48"
    happened: ClassVar[str] = "This is no workbook and no CSV file, but {what}."
    remedy: ClassVar[str] = "Choose the workbook (.xlsx) or the CSV file that holds the answers."


class Damaged(FileRefused):
    """A workbook that cannot be unpacked or read to its end."""

    code: ClassVar[str] = "SH-49"
    happened: ClassVar[str] = "The workbook is damaged or was cut off."
    remedy: ClassVar[str] = "Ask for it again; if Excel can open it, save it there as a new workbook (.xlsx)."


class Macros(FileRefused):
    """A workbook that holds programs or controls."""

    code: ClassVar[str] = "SH-50"
    happened: ClassVar[str] = "The workbook holds macros or controls ({part})."
    remedy: ClassVar[str] = "Save it in Excel as a workbook without macros (.xlsx), and try again."


class LinkedElsewhere(FileRefused):
    """A workbook whose values come from other files."""

    code: ClassVar[str] = "SH-51"
    happened: ClassVar[str] = "The workbook takes values from other files ({part})."
    remedy: ClassVar[str] = "Break the links in Excel (Data, Edit links, Break link), save it, and try again."


class FilesInside(FileRefused):
    """A workbook in which other files are embedded."""

    code: ClassVar[str] = "SH-52"
    happened: ClassVar[str] = "Other files are embedded in the workbook ({part})."
    remedy: ClassVar[str] = "Delete the embedded objects, save it, and try again."


class TooLarge(FileRefused):
    """A file that holds more than any answers would."""

    code: ClassVar[str] = "SH-53"
    happened: ClassVar[str] = "The file is too large to hold answers: {what}."
    remedy: ClassVar[str] = "Copy the cells with the answers to a new workbook, and try again."


class ForeignInside(FileRefused):
    """A workbook whose inner files are not what a spreadsheet program writes."""

    code: ClassVar[str] = "SH-54"
    happened: ClassVar[str] = "The inside of the file is not that of a workbook ({part})."
    remedy: ClassVar[str] = "Do not open it if you do not know where it comes from. Otherwise save it anew in Excel."


class TookTooLong(FileRefused):
    """Reading was ended after the time that it may take."""

    code: ClassVar[str] = "SH-55"
    happened: ClassVar[str] = "Reading the file took longer than {seconds} seconds and was ended."
    remedy: ClassVar[str] = "Copy the cells with the answers to a new workbook, and try again."


class ReadingStopped(FileRefused):
    """The process that reads ended by itself: it had not enough memory, or the file brought it down."""

    code: ClassVar[str] = "SH-56"
    happened: ClassVar[str] = "The file could not be read: it needs too much memory, or it is damaged."
    remedy: ClassVar[str] = "Copy the cells with the answers to a new workbook, and try again."


class NotText(FileRefused):
    """A text file in no encoding that is known here."""

    code: ClassVar[str] = "SH-57"
    happened: ClassVar[str] = "The text of the file cannot be read in any usual encoding."
    remedy: ClassVar[str] = "Save it as “CSV UTF-8” in Excel, and try again."


class CannotRead(FileRefused):
    """The process that reads could not be started."""

    code: ClassVar[str] = "SH-58"
    happened: ClassVar[str] = "The program could not start the part of it that reads files."
    remedy: ClassVar[str] = "Try again; if it happens again, install the program anew."


class FilesInDocument(FileRefused):
    """A document that carries other files."""

    code: ClassVar[str] = "SH-59"
    happened: ClassVar[str] = "Other files are attached inside the document."
    remedy: ClassVar[str] = "Attach them by themselves, save the document without them, and try again."


BY_CODE: dict[str, type[ReadmissionError]] = {
    one.code: one
    for one in (
        EmptyFile,
        OldWorkbook,
        OpenDocument,
        BinaryWorkbook,
        Encrypted,
        WebPage,
        OtherXml,
        OtherFile,
        Damaged,
        Macros,
        LinkedElsewhere,
        FilesInDocument,
        FilesInside,
        TooLarge,
        ForeignInside,
        ReadingStopped,
        NotText,
    )
}
