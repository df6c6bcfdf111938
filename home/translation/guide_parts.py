"""Which screen of translation is told of in which part of the guides. Pure."""

GUIDE_PARTS = {
    "translation_desk:index": "page-translator#a-day",
    "translation_desk:editor": "page-translator#what-a-state-means",
    "translation_desk:files": "page-translator#work-elsewhere",
    "translation_desk:words": "page-translator#words-of-records",
    "translation_desk:interface": "page-translator#words-of-the-interface",
    "translation_desk:interface_words": "page-translator#words-of-the-interface",
    "translation_desk:mail": "page-translator#mail-about-your-work",
    "translation_desk:preview": "page-reviewer#preview",
    "translation_desk:publish": "page-reviewer#publishing",
    "translation_desk:changes": "page-reviewer#when-the-original-changed",
    "translation_desk:open": "page-reviewer#leading-the-desk",
    "translation_desk:hand_out": "page-reviewer#leading-the-desk",
    "translation_desk:roles": "page-reviewer#rights-in-languages",
    "translation_desk:languages": "page-reviewer#rules-of-the-languages",
    "translation_desk:rules": "page-reviewer#rules-of-the-languages",
    "glossary:index": "page-reviewer#leading-the-desk",
    "glossary:files": "page-reviewer#leading-the-desk",
}
