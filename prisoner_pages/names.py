def name_in(language, forms):
    return forms.get(language) or forms.get("en") or forms.get("uk", "")


def search_text(forms):
    return " ".join(forms).casefold()
