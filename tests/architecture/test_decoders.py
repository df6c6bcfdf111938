"""Bytes from outside are decoded in confined children only; who opens a picture or a PDF stands here."""

import ast

from tests.architecture.sources import imported_modules, module_of, sources, tree_of

LIBRARIES = {"PIL", "pypdfium2", "zxingcpp", "pypdf", "willow", "typst", "lxml", "polib", "openpyxl"}
USERS = {
    "home.pictures.decoder": "in the child",
    "home.sandbox.pdf_counter": "in the child",
    "letters.intake.scan_reader": "in the child",
    "letters.posting.camera_reader": "in the child",
    "letters.typesetting.typesetter": "in the child",
    "home.login.qr_code": "draws codes and reads none",
    "home.pictures.reencoding": "encodes dots; measures what it has encoded",
    "letters.intake.actions.scan_groups": "turns dots",
    "letters.typesetting.drawings": "puts dots on white",
    "letters.demo.pictures": "draws",
    "letters.typesetting.qr_codes": "draws codes and reads none",
    "prisoner_pages.demo.portraits.pen": "draws",
    "home.translation.files.reader": "in the child",
    "home.translation.files.po": "writes",
    "home.translation.files.table": "writes",
    "home.translation.files.xliff12": "writes",
    "prisoner_pages.importing.workbook_reader": "in the child",
    "home.spreadsheets": "writes",
    "home.catalogues.files": "reads and writes our own words",
    "home.translation.interface.read_models": "reads and writes our own words",
}
PICTURES = {"home.pictures.decoder", "letters.intake.scan_reader", "home.pictures.reencoding"}
# By the call that opens a file: who may make it.
OPENERS = {
    "Image.open": PICTURES,
    "JpegImagePlugin.JpegImageFile": {"letters.posting.camera_reader"},
    "openpyxl.load_workbook": {"prisoner_pages.importing.workbook_reader"},
    "etree.fromstring": {"home.translation.files.reader"},
    "polib.pofile": {
        "home.translation.files.reader",
        "home.catalogues.files",
        "home.translation.interface.read_models",
    },
}


# A child of these may open files: it decodes nothing from outside.
OPEN_CHILDREN = {"letters.typesetting.typesetter"}


def trees():
    return {module_of(path): tree_of(path) for path in sources()}


def test_libraries_that_decode_are_used_where_we_know_of_it():
    users = {
        module
        for module, tree in trees().items()
        if LIBRARIES & {name.split(".")[0] for name in imported_modules(tree)}
    }

    assert users == set(USERS)


def test_files_are_opened_in_the_children_and_what_is_our_own_elsewhere():
    openers = {call: set() for call in OPENERS}
    for module, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and (call := ast.unparse(node)) in openers:
                openers[call].add(module)

    assert openers == OPENERS


def test_no_opener_goes_by_another_name():
    """`from PIL.Image import open as look` would escape the test above."""
    openers = {
        "PIL.Image.open",
        "PIL.JpegImagePlugin.JpegImageFile",
        "openpyxl.load_workbook",
        "lxml.etree.fromstring",
        "polib.pofile",
    }

    assert {call.split(".")[-1] for call in OPENERS} == {name.split(".")[-1] for name in openers}
    assert [module for module, tree in trees().items() if openers & set(imported_modules(tree))] == []


def test_children_that_decode_are_shut_in():
    open_children = {
        module
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "MAY_OPEN_FILES"
    }

    assert open_children == OPEN_CHILDREN
