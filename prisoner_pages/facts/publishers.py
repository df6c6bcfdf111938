"""Who publishes what records cite, by the host of its address: a name, and what kind of source it is.

Pure. A host that is not here is media, and called by the kind and its address.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.choices import SourceKind


@dataclass(frozen=True)
class Publisher:
    name_uk: str
    name_en: str
    kind: SourceKind = SourceKind.MEDIA


def _human_rights(name_uk: str, name_en: str) -> Publisher:
    return Publisher(name_uk, name_en, SourceKind.HUMAN_RIGHTS)


CRIMEAN_SOLIDARITY = _human_rights("Кримська солідарність", "Crimean Solidarity")
MEMORIAL = _human_rights("Правозахисний центр «Меморіал»", "Memorial Human Rights Centre")
ZMINA = _human_rights("ZMINA", "ZMINA")
# Domains with all their subdomains.
PUBLISHERS = {
    "ccl.org.ua": _human_rights("Центр громадянських свобод", "Center for Civil Liberties"),
    "cpj.org": _human_rights("Комітет захисту журналістів", "Committee to Protect Journalists"),
    "crimea-solidarity.org": CRIMEAN_SOLIDARITY,
    "crimean-solidarity.org": CRIMEAN_SOLIDARITY,
    "crimeahrg.org": _human_rights("Кримська правозахисна група", "Crimean Human Rights Group"),
    "ctrcenter.org": _human_rights("Кримськотатарський ресурсний центр", "Crimean Tatar Resource Center"),
    "freedomhouse.org": _human_rights("Freedom House", "Freedom House"),
    "gordonua.com": Publisher("ГОРДОН", "GORDON"),
    "graty.me": Publisher("Ґрати", "Graty"),
    "imi.org.ua": Publisher("Інститут масової інформації", "Institute of Mass Information"),
    "interfax.com.ua": Publisher("Інтерфакс-Україна", "Interfax-Ukraine"),
    "islam.in.ua": Publisher("Іслам в Україні", "Islam in Ukraine"),
    "khpg.org": _human_rights("Харківська правозахисна група", "Kharkiv Human Rights Protection Group"),
    "krymr.com": Publisher("Крим.Реалії", "Krym.Realii"),
    "krymsos.com": _human_rights("КримSOS", "CrimeaSOS"),
    "memohrc.org": MEMORIAL,
    "memopzk.org": _human_rights("Підтримка політв’язнів. Меморіал", "Political Prisoners Support. Memorial"),
    "novayagazeta.ru": Publisher("Новая газета", "Novaya Gazeta"),
    "ovd.info": _human_rights("ОВД-Інфо", "OVD-Info"),
    "ppu.gov.ua": _human_rights(
        "Представництво Президента України в Автономній Республіці Крим",
        "Mission of the President of Ukraine in the Autonomous Republic of Crimea",
    ),
    "pravda.com.ua": Publisher("Українська правда", "Ukrainska Pravda"),
    "qtmm.org": Publisher("Меджліс кримськотатарського народу", "Mejlis of the Crimean Tatar People"),
    "radiosvoboda.org": Publisher("Радіо Свобода", "Radio Svoboda"),
    "rightsinrussia.org": _human_rights("Rights in Russia", "Rights in Russia"),
    "zmina.info": ZMINA,
    "zmina.ua": ZMINA,
}


def host_of(url: str) -> str:
    """Return the host of an address without "www.", or "" where it names none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # as "http://["
        return ""


def name_of(publisher: Publisher, language: str) -> str:
    return publisher.name_uk if language == SOURCE_LANGUAGE else publisher.name_en


def publisher_of(url: str) -> Publisher | None:
    """Return the Publisher at this address, or None for one that is not known."""
    parts = host_of(url).split(".")
    domains = (".".join(parts[place:]) for place in range(len(parts)))
    return next((PUBLISHERS[domain] for domain in domains if domain in PUBLISHERS), None)
