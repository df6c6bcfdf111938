"""Interface strings: found in the sources, merged with their translations, compiled and checked.

Needs no gettext: `extraction` lets Babel read msgids from Python and templates, `files` knows the catalogues,
`checks` says what is wrong with them. `manage.py messages` runs all three. The site itself has use of
`message` and `files` alone, and no Babel.
"""
