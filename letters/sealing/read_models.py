"""Whether the keys of this host are those that the staff host has made known in the database."""

from dataclasses import dataclass

from letters.models import SharedKey
from letters.sealing.sharing import fingerprints, rings_to_share

MEND = "letters_keys share on the staff host, letters_keys take on this one"


@dataclass(frozen=True)
class Differences:
    """Sentences, each naming a ring."""

    wrong: list[str]  # what this host makes, the other cannot open
    behind: list[str]  # a newer key is missing here


def differences() -> Differences:
    """Compare; nothing is found while no fingerprint is known. Raises KeyRingError, DatabaseError."""
    here = fingerprints(rings_to_share())
    known = {(row.ring, row.kid): row.digest for row in SharedKey.objects.all()}
    told = {ring for ring, _kid in known}
    wrong = {ring for ring, kid in here if ring in told and known.get((ring, kid)) != here[ring, kid]}
    behind = {ring for ring, kid in known if (ring, kid) not in here} - wrong
    return Differences(
        [f"{ring}: this host has a key that the staff host does not know" for ring in sorted(wrong)],
        [f"{ring}: the staff host has a key that is not here" for ring in sorted(behind)],
    )
