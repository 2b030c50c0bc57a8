"""What Qt's library asks of the signatures of its classes; they are read when it first asks: after a call with wrong arguments.

In a frozen program this stands in the place of the packages' own loader, which reads all of them at each start. That one also puts
an import in the place of Python's own, which looks into the source of every module for features that nothing here asks for.
"""

from importlib import import_module
from typing import Any, Final

# Where the packages' own loader lies then.
OWN: Final = "shibokensupport.signature.own_loader"
# What the signatures have from the library, as their own loader gives it to them.
library, package = import_module("signature_bootstrap"), import_module("shibokensupport.signature")
for name in ("get_signature", "make_snake_case_name"):
    setattr(package, name, getattr(library, name))
# The names of the types are what the library looks for by itself, among what is loaded.
import_module("shibokensupport.signature.mapping")


def pyside_type_init(*given: Any) -> Any:
    """The signatures of a class, read from its text."""
    return import_module(OWN).pyside_type_init(*given)


def create_signature(*given: Any) -> Any:
    """A signature as Python's `inspect` has it."""
    return import_module(OWN).create_signature(*given)


def seterror_argument(*given: Any) -> Any:
    """What is wrong with the arguments of a call."""
    return import_module(OWN).seterror_argument(*given)


def make_helptext(*given: Any) -> Any:
    """The text that explains a function."""
    return import_module(OWN).make_helptext(*given)


def finish_import(module: Any) -> Any:
    """What is done with each of Qt's modules after it was loaded: what is outdated in it gets a warning."""
    return import_module("shibokensupport.signature.importhandler").finish_import(module)


def feature_import(*given: Any, **named: Any) -> Any:
    """Asked by the other import only."""
    return import_module(OWN).feature_import(*given, **named)


def feature_imported(*given: Any, **named: Any) -> Any:
    """Asked by the other import only."""
    return import_module(OWN).feature_imported(*given, **named)


def post_init() -> None:
    """Called when the library has found all of these: here the other import would be put in place."""
