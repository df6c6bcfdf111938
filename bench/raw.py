"""The limit of kept pages: the captured bytes and headers, given by an application that does nothing else."""
import os, pickle

ANSWERS = pickle.load(open(os.environ["CAPTURED"], "rb"))


def application(env, start):
    headers, body = ANSWERS[env["PATH_INFO"] + ("?" + env["QUERY_STRING"] if env["QUERY_STRING"] else "")]
    start("200 OK", headers)
    return (body,)
