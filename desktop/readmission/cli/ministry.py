"""`readmission`: what a ministry does, on a terminal."""

from pathlib import Path
from typing import Annotated

import typer

from readmission.answers.finding import Finding
from readmission.answers.model import Place
from readmission.cli import terminal
from readmission.cli.people import slots_app
from readmission.cli.terminal import Exit, IdentityFile, JsonFile, PasswordFile, out
from readmission.tasks.approve import approve_declaration
from readmission.tasks.carry_over import carry_over, write_carry_over
from readmission.tasks.dump import dump_declaration
from readmission.tasks.export import export
from readmission.tasks.fill import Filling, entered
from readmission.tasks.keys import Opener, install_certificate, kit_anchors, kit_facts, new_keys, open_keys, request_certificate
from readmission.tasks.new import Created, Person, new_declaration
from readmission.tasks.open import RECOVERY, open_filling, openers
from readmission.tasks.reply import open_received
from readmission.tasks.review import enrol_keys, review
from readmission.tasks.self_check import self_check
from readmission.tasks.settle import confirm, open_warnings, settle
from readmission.texts import Language

app = terminal.program("Fill in, check and send the readmission questionnaire.")
keys_app = typer.Typer(no_args_is_help=True, help="A person's signing keys.")
app.add_typer(keys_app, name="keys")
app.add_typer(slots_app, name="slots")

As = Annotated[str, typer.Option("--as", help="Whose slot opens the declaration; not needed where there is only one.")]
KeyFile = Annotated[Path, typer.Option("--key", help="The key file.")]


@app.command("new")
def new(
    pack: Path,
    folder: Path,
    kit: Annotated[Path, typer.Option(help="The state kit.")],
    name: Annotated[str, typer.Option(help="Your name.")],
    function: Annotated[str, typer.Option(help="Your function.")] = "case officer",
    short: Annotated[str, typer.Option(help="The name of your slot.")] = "officer",
    password_file: PasswordFile = None,
) -> None:
    """Make a declaration from a round pack."""
    opener = terminal.opener(password_file, None, twice=True)
    _tell_made(new_declaration(pack, kit, folder, [Person(name, function, short, password=opener.password)]))


@app.command("carry-over")
def carry_over_declaration(
    old: Path,
    pack: Path,
    folder: Path,
    *,
    kit: Annotated[Path, typer.Option(help="The state kit.")],
    name: Annotated[str, typer.Option(help="Your name.")],
    function: Annotated[str, typer.Option(help="Your function.")] = "case officer",
    short: Annotated[str, typer.Option(help="The name of your slot.")] = "officer",
    slot: As = "",
    password_file: PasswordFile = None,
) -> int:
    """Begin this year's declaration from last year's, which the same password opens, with a report."""
    opener = terminal.opener(password_file, None)
    with open_filling(old, slot=slot or _only_slot(old), password=opener.password, readonly=True) as before:
        made = carry_over(before, pack, kit, folder, [Person(name, function, short, password=opener.password)])
    with open_filling(folder, slot=made.slots[0], password=opener.password, readonly=True) as filling:
        report = write_carry_over(made, filling, Language())
    _tell_made(made)
    lost = sum(line.fate.lost for line in made.lines)
    out.print(f"{len(made.lines)} answers of last year, {len(made.begun)} begin this year's, {lost} have no place.", markup=False)
    out.print(f"Report: {report}", markup=False)
    return Exit.TO_ANSWER_FOR if lost else Exit.DONE


@app.command()
def check(folder: Path, slot: As = "", password_file: PasswordFile = None, json_file: JsonFile = None) -> int:
    """All findings, the blocking ones first."""
    with _open(folder, slot, password_file, readonly=True) as filling:
        findings = filling.all_findings()
        for finding in findings:
            out.print(_line(filling, finding), markup=False)
        counted = filling.checker.total()
        blocking = sum(finding.severity.blocks for finding in findings)
        out.print(
            f"{len(findings)} findings, {blocking} of them block. Core {counted.core_answered} of {counted.core_owed} answered.",
            markup=False,
        )
        terminal.write_json(
            json_file,
            [
                {
                    "rule": finding.rule,
                    "severity": finding.severity.value,
                    "places": [str(place) for place in finding.places],
                    "message": filling.message(finding),
                }
                for finding in findings
            ],
        )
    return Exit.TO_ANSWER_FOR if blocking else Exit.DONE


@app.command("set")
def set_value(folder: Path, place: str, value: str, slot: As = "", password_file: PasswordFile = None) -> None:
    """Put a value at a place, such as T01[GN].RD 432."""
    with _open(folder, slot, password_file) as filling:
        where = Place.parse(place)
        step = filling.enter({where: entered(filling, where, value)}, why="entered at the terminal")
        for finding in step.added:
            out.print(_line(filling, finding), markup=False)


@app.command()
def undo(folder: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """Take the latest step back."""
    with _open(folder, slot, password_file) as filling:
        step = filling.undo()
        out.print("There is nothing to take back." if step is None else f"Taken back: {len(step.changes.edits)} cells.")


@app.command()
def journal(folder: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """The steps of a declaration: who, when, where and why."""
    with _open(folder, slot, password_file, readonly=True) as filling:
        for entry in filling.declaration.journal():
            out.print(f"{entry.number} {entry.moment} person {entry.person} {entry.kind} {entry.place} {entry.why}", markup=False)


@app.command()
def dump(folder: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """The facts as text."""
    with _open(folder, slot, password_file, readonly=True) as filling:
        out.out(dump_declaration(filling), end="")


@app.command("settle")
def settle_warnings(
    folder: Path,
    rule: Annotated[str, typer.Option(help="The rule whose warnings are closed.")],
    code: Annotated[str, typer.Option(help="The reason, from the list of comment codes.")],
    text: Annotated[str, typer.Option(help="The explanation.")],
    slot: As = "",
    password_file: PasswordFile = None,
) -> None:
    """Close all open warnings of a rule; a second reader confirms them."""
    with _open(folder, slot, password_file) as filling:
        chosen = [finding for finding in open_warnings(filling) if finding.rule == rule]
        settle(filling, chosen, code=code, text=text)
        out.print(f"{len(chosen)} warnings closed; they wait for a second reader.")


@app.command("confirm")
def confirm_settled(folder: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """Read, as second reader, what others settled."""
    with _open(folder, slot, password_file) as filling:
        unread = [settled for settled in filling.declaration.settlements() if settled.read_by is None]
        confirm(filling, unread)
        out.print(f"{len(unread)} settled warnings confirmed.")


@app.command("enrol")
def enrol_signer(
    folder: Path,
    key: KeyFile,
    role: Annotated[str, typer.Option(help="What the signature says: prepared by, approved by.")],
    slot: As = "",
    password_file: PasswordFile = None,
    key_password_file: PasswordFile = None,
) -> None:
    """Make a certified person known as a signer of this declaration."""
    with _open(folder, slot, password_file) as filling:
        signer = enrol_keys(filling, key, terminal.opener(key_password_file, None, ask="Password of the key file: "), role)
        out.print(f"Signer {signer.person} {signer.name} is enrolled.", markup=False)


@app.command("review")
def freeze(
    folder: Path,
    signers: Annotated[list[int], typer.Option("--signer", help="A signer's number; give it once for each.")],
    slot: As = "",
    password_file: PasswordFile = None,
) -> None:
    """Freeze the declaration for approval."""
    with _open(folder, slot, password_file) as filling:
        summary = review(filling, signers)
        out.print(f"Frozen. Both signers sign the manifest {summary.manifest_sha512}", markup=False)


@app.command()
def approve(
    folder: Path, key: KeyFile, slot: As = "", password_file: PasswordFile = None, key_password_file: PasswordFile = None
) -> None:
    """Sign the frozen release."""
    with _open(folder, slot, password_file) as filling:
        done = approve_declaration(filling, key, terminal.opener(key_password_file, None, ask="Password of the key file: "))
        out.print(
            f"Signer {done.person} signed {done.manifest_sha512}. The declaration is {filling.declaration.state}.", markup=False
        )


@app.command("export")
def export_bundle(folder: Path, target: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """Seal the released declaration into one file for the Commission."""
    with _open(folder, slot, password_file) as filling:
        sealed = export(filling, target)
        out.print(
            f"{target}: bundle {sealed.manifest.sequence}, {sealed.size} bytes, manifest {sealed.manifest_sha512}", markup=False
        )


@app.command("reply")
def open_reply(folder: Path, file: Path, slot: As = "", password_file: PasswordFile = None) -> None:
    """Open a receipt or a correction request."""
    with _open(folder, slot, password_file) as filling:
        reply = open_received(filling, file)
        out.print(f"{reply.subject} for bundle {reply.answers}", markup=False)


@keys_app.command("new")
def keys_new(key: Path, password_file: PasswordFile = None, identity_file: IdentityFile = None) -> None:
    """Make signing keys."""
    new_keys(key, terminal.opener(password_file, identity_file, twice=True))
    out.print(f"Keys made in {key}. The file never leaves you.", markup=False)


@keys_app.command("request")
def keys_request(
    key: Path,
    target: Path,
    name: Annotated[str, typer.Option()],
    organisation: Annotated[str, typer.Option()],
    kit: Annotated[Path, typer.Option(help="The state kit.")],
    password_file: PasswordFile = None,
    identity_file: IdentityFile = None,
) -> None:
    """Write the certificate request for the authority."""
    keys = open_keys(key, terminal.opener(password_file, identity_file))
    fingerprint = request_certificate(keys, target, name=name, organisation=organisation, **kit_facts(kit))
    out.print(f"Send {target}, and compare this by telephone: {fingerprint}", markup=False)


@keys_app.command("install")
def keys_install(
    key: Path,
    certificate: Path,
    kit: Annotated[Path, typer.Option(help="The state kit.")],
    password_file: PasswordFile = None,
    identity_file: IdentityFile = None,
) -> None:
    """Put the certificates beside the keys they belong to."""
    opener = terminal.opener(password_file, identity_file)
    install_certificate(open_keys(key, opener), key, opener, certificate, kit_anchors(kit))
    out.print("Installed.")


@app.command("self-check")
def check_installation() -> int:
    """Try everything that the program brings along; says what it tried."""
    failed = 0
    for checked in self_check():
        failed += not checked.passed
        out.print(f"{'ok  ' if checked.passed else 'FAIL'} {checked.what} {checked.detail}".rstrip(), markup=False)
    return Exit.COULD_NOT if failed else Exit.DONE


def _tell_made(made: Created) -> None:
    out.print(f"Made {made.folder}. It opens as {made.slots[0]}.", markup=False)
    out.print(f"Print this recovery identity and lock it away; it is shown this once:\n{made.recovery}", markup=False)


def _open(folder: Path, slot: str, password_file: Path | None, *, readonly: bool = False) -> Filling:
    chosen = slot or _only_slot(folder)
    opener = terminal.opener(password_file, None, ask=f"Password of {chosen}: ")
    if chosen == RECOVERY and opener.password is not None:
        # What is printed and locked away is an identity; it is typed where the others type a password.
        opener = Opener.of_identity_text(opener.password.strip().upper())
    return open_filling(folder, slot=chosen, password=opener.password, identity=opener.identity, readonly=readonly)


def _only_slot(folder: Path) -> str:
    names = [slot.name for slot in openers(folder) if slot.name != RECOVERY]
    if len(names) != 1:
        out.print(f"Say who you are with --as: {', '.join(names) or 'there is no slot here'}", markup=False)
        raise typer.Exit(Exit.COULD_NOT)
    return names[0]


def _line(filling: Filling, finding: Finding) -> str:
    return f"{finding.severity} {finding.rule} {' '.join(map(str, finding.places))}: {filling.message(finding)}"


def main() -> None:
    """Run `readmission`."""
    terminal.run(app)
