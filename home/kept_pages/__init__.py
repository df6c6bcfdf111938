"""Public answers kept whole, compressed, ahead of Django: a change shows on the next request.

`wsgi.KeptPages` stands around the application (cms.wsgi). `addresses` says which requests may be answered so
and what tells their answers apart, `read_models` asks which generations hold, `bodies` has the forms of an
answer, `store` bounds what is kept. Views say by home.caching.kept_whole what may be kept.
"""
