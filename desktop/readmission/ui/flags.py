"""What the quality flags are called."""

from typing import Final

from readmission.answers.model import Flag

FLAGS: Final = {
    Flag.BREAK: "break in the series",
    Flag.CONFIDENTIAL: "confidential",
    Flag.DEFINITION: "definition differs",
    Flag.ESTIMATED: "estimated",
    Flag.PROVISIONAL: "provisional",
    Flag.REVISED: "revised",
    Flag.UNRELIABLE: "low reliability",
}
