"""How often a word is used, and words that are kept elsewhere: higher apps know and say."""

_counters, _elsewhere = {}, []


def register_use_counter(label, function):
    """Ask `function(keys)` how many records use words of a model ("app.model"). For AppConfig.ready.

    It returns {translation key: count}; what it leaves out is used by none.
    """
    _counters[label] = function


def uses_of(label, keys):
    """Return {translation key: count} of words of a model, None where nobody counts."""
    return _counters[label](keys) if label in _counters else None


def register_words_elsewhere(function):
    """Show what `function(language)` says below the words: (sentence, address), None for nothing."""
    if function not in _elsewhere:
        _elsewhere.append(function)


def words_elsewhere(language):
    return [said for said in (function(language) for function in _elsewhere) if said]
