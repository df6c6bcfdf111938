"""Bytes from outside are decoded in confined children only; who opens a picture or a PDF stands here."""

import ast

from tests.architecture.test_layers import imported_modules, module_of, sources

LIBRARIES = {"PIL", "pypdfium2", "zxingcpp", "pypdf", "willow", "typst"}
USERS = {
    "home.picture_reader": "in the child",
    "letters.scans.reader": "in the child",
    "letters.printing.typesetter": "in the child",
    "home.pictures": "encodes dots; measures what it has encoded",
    "letters.actions.scan_groups": "turns dots",
    "letters.printing.drawings": "puts dots on white",
    "letters.printing.codes": "draws codes and reads none",
    "prisoner_pages.demo.portraits.pen": "draws",
}
OPENERS = {"home.picture_reader", "letters.scans.reader", "home.pictures"}


# A child of these may open files: it decodes nothing from outside.
OPEN_CHILDREN = {"letters.printing.typesetter"}


def trees():
    return {module_of(path): ast.parse(path.read_text()) for path in sources()}


def test_libraries_that_decode_are_used_where_we_know_of_it():
    users = {
        module
        for module, tree in trees().items()
        if LIBRARIES & {name.split(".")[0] for name in imported_modules(tree)}
    }

    assert users == set(USERS)


def test_pictures_are_opened_in_the_children_and_to_measure_our_own():
    openers = {
        module
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "Image.open"
    }

    assert openers == OPENERS


def test_children_that_decode_are_shut_in():
    open_children = {
        module
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "MAY_OPEN_FILES"
    }

    assert open_children == OPEN_CHILDREN
