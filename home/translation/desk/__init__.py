"""The page translation desk: overview, editor, strings, words, questions, decisions."""
