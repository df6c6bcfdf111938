"""Rows beside a record follow it into the one that takes its place, and find their way back."""

from base64 import b64decode, b64encode
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model, Q
from wagtail.contrib.redirects.models import Redirect

from home.models import SiteImage
from prisoner_pages.choices import PairAnswer
from prisoner_pages.models import (
    CampaignPage,
    Claim,
    Consent,
    FactUpdate,
    FormerAddress,
    ImageSubject,
    LetPass,
    ListedRow,
    Prisoner,
    PrisonerPage,
    PrisonerPrivate,
    Proposal,
    RecordPair,
    SourceCopy,
)
from prisoner_pages.records.read_models.merging import PRIVATE, followers

Note = dict[str, Any]
# Model -> by which field it belongs to a record, and what may stand there only once for each record.
FOLLOWING: dict[type[Model], tuple[str, tuple[str, ...]]] = {
    Consent: ("prisoner", ()),
    Claim: ("prisoner", ("field", "value", "source_url")),
    FactUpdate: ("prisoner", ("group", "changed_on")),
    ImageSubject: ("prisoner", ("image",)),
    ListedRow: ("record", ()),
    FormerAddress: ("prisoner", ()),
    CampaignPage.recipients.through: ("prisoner", ("campaignpage",)),
    LetPass: ("prisoner", ("campaign",)),
    SourceCopy: ("prisoner", ()),
}


def move_rows(merged: Prisoner, kept: Prisoner, *, by: User | None) -> Note:
    """Move what belongs to `merged`; return what `move_back` needs. What stands there already stays."""
    return {
        "pictured": _forget_twins(merged, kept),
        "moved": {model._meta.label: _move(model, merged, kept) for model in FOLLOWING},
        "proposals": _move_proposals(merged, kept),
        "pairs": _copy_pairs(merged, kept),
        "redirects": _turn_redirects(merged, kept),
        "private": _join_private(merged, kept),
        "followers": [follower.move(merged, kept, by=by) for follower in followers()],
    }


def move_back(note: Note, merged: Prisoner, kept: Prisoner, *, by: User | None) -> None:
    """Give back what came with the merging and is still there; what has come since stays."""
    for model, (field, _unique) in FOLLOWING.items():
        rows: Any = model._default_manager.filter(pk__in=note["moved"][model._meta.label])
        rows.filter(**{field: kept}).update(**{field: merged})
    for image in SiteImage.objects.filter(pk__in=note["pictured"]):
        ImageSubject.objects.get_or_create(image=image, prisoner=merged)
    for proposal, claim in note["proposals"]:
        Proposal.objects.filter(pk=proposal).update(claim=claim)
    RecordPair.objects.filter(pk__in=note["pairs"]).delete()
    for redirect, page in note["redirects"]:
        Redirect.objects.filter(pk=redirect).update(redirect_page=page)
    _part_private(note["private"], merged, kept)
    for follower, told in zip(followers(), note["followers"], strict=True):
        follower.back(told, merged, kept, by=by)


def _move(model: Any, merged: Prisoner, kept: Prisoner) -> list[int]:
    field, unique = FOLLOWING[model]
    rows = model._default_manager.filter(**{field: merged})
    if unique:
        there = set(model._default_manager.filter(**{field: kept}).values_list(*unique))
        moving = [pk for pk, *said in rows.values_list("pk", *unique) if tuple(said) not in there]
    else:
        moving = list(rows.values_list("pk", flat=True))
    model._default_manager.filter(pk__in=moving).update(**{field: kept})
    return moving


def _forget_twins(merged: Prisoner, kept: Prisoner) -> list[int]:
    """A picture that names both names the one: it would be hidden with the record that is found no more."""
    twins = ImageSubject.objects.filter(prisoner=merged, image__in=kept.shown_in.values("image"))
    images = list(twins.values_list("image", flat=True))
    twins.delete()
    return images


def _move_proposals(merged: Prisoner, kept: Prisoner) -> list[list[int]]:
    """Whoever proposed what `kept` has been told too hears what becomes of it there."""
    moved = []
    for proposal in Proposal.objects.filter(claim__prisoner=merged).select_related("claim"):
        said = proposal.claim
        same = kept.claims.filter(field=said.field, value=said.value, source_url=said.source_url).first()
        if same and not same.proposals.filter(partner=proposal.partner_id).exists():
            moved.append([proposal.pk, said.pk])
            Proposal.objects.filter(pk=proposal.pk).update(claim=same)
    return moved


def _copy_pairs(merged: Prisoner, kept: Prisoner) -> list[int]:
    """Whoever is another person than the one is another than the other."""
    made = []
    for other in RecordPair.objects.apart_from(merged.pk) - {kept.pk}:
        one, second = sorted((kept.pk, other))
        said = {"answer": PairAnswer.APART}
        pair, is_new = RecordPair.objects.get_or_create(one_id=one, other_id=second, defaults=said)
        made += [pair.pk] if is_new else []
    return made


def _turn_redirects(merged: Prisoner, kept: Prisoner) -> list[list[int]]:
    """An address that editors sent on to a story of `merged` leads to the story of the same language."""
    stories = dict(kept.pages.order_by("-pk").values_list("locale", "pk"))
    turned = []
    for story in PrisonerPage.objects.filter(prisoner=merged, locale__in=stories):
        redirects = Redirect.objects.filter(Q(redirect_page=story.pk))
        turned += [[pk, story.pk] for pk in redirects.values_list("pk", flat=True)]
        redirects.update(redirect_page=stories[story.locale_id])
    return turned


# --- The private record ---------------------------------------------------------------------------
def _join_private(merged: Prisoner, kept: Prisoner) -> Note:
    """Both are read as one from now on; how they stood is kept as it was encrypted."""
    theirs = PrisonerPrivate.objects.filter(prisoner=merged).first()
    ours = PrisonerPrivate.objects.filter(prisoner=kept).first()
    if theirs is None:
        return {}
    if ours is None:
        PrisonerPrivate.objects.filter(prisoner=merged).update(prisoner=kept)
        return {"moved": True}
    before = {name: b64encode(bytes(getattr(ours, f"{name}_encrypted"))).decode() for name in PRIVATE}
    for name in PRIVATE:
        texts = dict.fromkeys(filter(None, (getattr(ours, name), getattr(theirs, name))))
        setattr(ours, name, "\n\n".join(texts))
    ours.save()
    return {"before": before}


def _part_private(note: Note, merged: Prisoner, kept: Prisoner) -> None:
    """As both stood: what was changed since the merging is not parted at all (`refusals_to_part`)."""
    if note.get("moved"):
        PrisonerPrivate.objects.filter(prisoner=kept).update(prisoner=merged)
        return
    ours = PrisonerPrivate.objects.filter(prisoner=kept).first()
    for name, text in note.get("before", {}).items():
        setattr(ours, f"{name}_encrypted", b64decode(text))
    if ours:
        ours.save()
