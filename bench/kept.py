#!/usr/bin/env python3
"""Kept pages beside a raw WSGI application that gives the same bytes with the same headers, on the same server.

  VAR_DIR=... DATABASE_URL=... DJANGO_SETTINGS_MODULE=cms.settings.dev bench/kept.py --paths $SCRATCH/paths_site.json

Starts both under gunicorn (one worker, `--threads` each), in turn, order rotated; medians of `--rounds`. The
readers are processes of their own with `--conns` connections that stay open. CPU is that of the worker.
"""
import argparse, json, multiprocessing, os, pickle, socket, statistics, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RAW = Path(__file__).parent / "kept_raw.py"
TICK = os.sysconf("SC_CLK_TCK")


def request_for(path):
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip, deflate, br", "", ""]
    return "\r\n".join(lines).encode()


def read_answer(talk, left=b""):
    """Return (head, body, what came after)."""
    while b"\r\n\r\n" not in left:
        left += talk.recv(65536) or sys.exit("the server hung up")
    head, _gap, rest = left.partition(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    while len(rest) < length:
        rest += talk.recv(65536) or sys.exit("the server hung up")
    return head, rest[:length], rest[length:]


def reader(port, path, seconds, told):
    asked, count, talk = request_for(path), 0, socket.create_connection(("127.0.0.1", port))
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        talk.sendall(asked)
        head, _body, _rest = read_answer(talk)
        count += head.startswith(b"HTTP/1.1 200")
    told.put(count)


def load(port, path, seconds, conns):
    """Return how many 200s came."""
    told = multiprocessing.Queue()
    readers = [multiprocessing.Process(target=reader, args=(port, path, seconds, told)) for _number in range(conns)]
    for each in readers:
        each.start()
    count = sum(told.get() for _number in readers)
    for each in readers:
        each.join()
    return count


def cpu_of(pid):
    """Return seconds of processor of a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK + sum(cpu_of(child) for child in children)


def serve(port, application, threads, folder, **environment):
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "cms/gunicorn.py"), "-w", "1", "--threads", str(threads)]
    command += ["-b", f"127.0.0.1:{port}", application]
    path = f"{Path(__file__).parent}:{ROOT}"
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path, **environment}, stderr=(folder / f"{port}.log").open("w"))
    for _try in range(240):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return process
        except OSError:
            time.sleep(0.25)
    sys.exit((folder / f"{port}.log").read_text())


def captured(port, paths):
    """Return {path: (headers, body)} as the site gives them once they are kept."""
    found = {}
    for path in paths:
        talk = socket.create_connection(("127.0.0.1", port))
        for _time in range(3):
            talk.sendall(request_for(path))
            head, body, _rest = read_answer(talk)
        lines = [line.decode("latin-1").split(": ", 1) for line in head.split(b"\r\n")[1:]]
        found[path] = [tuple(line) for line in lines if line[0].lower() not in ("date", "server", "connection")], body
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--paths", required=True)
    parser.add_argument("--only", default="profile,home,listing")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--conns", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--port", type=int, default=8131)
    asked = parser.parse_args()
    named = json.loads(Path(asked.paths).read_text())
    paths = {name: named[name] if isinstance(named[name], str) else named[name]["path"] for name in asked.only.split(",")}
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        site = serve(asked.port, "cms.wsgi", asked.threads, folder)
        raw = None
        try:
            (folder / "answers").write_bytes(pickle.dumps(captured(asked.port, paths.values())))
            raw = serve(asked.port + 1, "kept_raw", asked.threads, folder, KEPT_ANSWERS=str(folder / "answers"))
            servers = {"raw": (asked.port + 1, raw.pid), "kept": (asked.port, site.pid)}
            print(f"{'page':10} {'raw req/s':>10} {'kept req/s':>10} {'ratio':>6} {'raw us CPU':>11} {'kept us CPU':>12} {'ratio':>6}")
            for name, path in paths.items():
                rates, costs = {each: [] for each in servers}, {each: [] for each in servers}
                for number in range(asked.rounds):
                    order = list(servers) if number % 2 else list(servers)[::-1]
                    for each in order:
                        port, pid = servers[each]
                        before = cpu_of(pid)
                        count = load(port, path, asked.seconds, asked.conns)
                        rates[each].append(count / asked.seconds)
                        costs[each].append((cpu_of(pid) - before) / count * 1e6)
                rate = {each: statistics.median(found) for each, found in rates.items()}
                cost = {each: statistics.median(found) for each, found in costs.items()}
                print(f"{name:10} {rate['raw']:10.0f} {rate['kept']:10.0f} {rate['kept'] / rate['raw']:6.2f} {cost['raw']:11.0f} {cost['kept']:12.0f} {cost['raw'] / cost['kept']:6.2f}")
        finally:
            for process in filter(None, (site, raw)):
                process.terminate()
                process.wait(30)


if __name__ == "__main__":
    main()
