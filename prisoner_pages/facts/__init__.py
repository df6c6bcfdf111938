"""What a fact of a person is, and how one changes: `read_models.declarations` first.

`cells`, `person_names` and `place_hints` read values as lists and claims write them; `actions` change a fact
at once, verify it, say how the post stands.
"""
