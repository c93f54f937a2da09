"""A voice child that misbehaves: ``fake.py HOW NOTES``. It adds its process number to the file NOTES when it starts.

Standard library only, so that it starts in a few hundredths of a second.
"""

import json
import os
import signal
import sys
import wave
from pathlib import Path


def say(answer: object) -> None:
    """One line to the other end."""
    print(json.dumps(answer), flush=True)


def hang() -> None:
    """For ever, deaf to polite signals."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        signal.pause()


def render(path: str) -> None:
    """A tenth of a second of sound."""
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22050)
        file.writeframes(b"\x00\x20" * 2205)


def start_one_more(notes: Path, *, own_group: bool) -> None:
    """A grandchild that holds our output open."""
    if os.fork() == 0:
        if own_group:
            os.setsid()
        with notes.open("a") as file:
            file.write(f"{os.getpid()}\n")
        hang()


def main(how: str, notes: Path) -> None:
    """Start, answer, and go wrong in the way asked for."""
    with notes.open("a") as file:
        file.write(f"{os.getpid()}\n")
    starts = len(notes.read_text().split())
    first = starts == 1
    match how:
        case "hangs at start":
            hang()
        case "dies at start":
            sys.exit(3)
        case "no voice":
            say({"ready": False, "error": "there is no speech library."})
            return
        case "garbage at start":
            print("Welcome to speech 3.0!", flush=True)
        case "a list at start":
            say([1, 2])
        case "binary at start":
            os.write(1, b"\xff\xfe\x00\x01\n" * 10)
        case "ready and nothing else":
            say({"ready": True})
        case "endless line at start":
            while True:
                os.write(1, b"x" * 65536)
        case _:
            say({"ready": True, "engine": "fake 1", "voice": "one"})
    if how == "deaf":
        hang()
    if how == "grandchild":
        start_one_more(notes, own_group=False)
    if how == "escaped grandchild":
        start_one_more(notes, own_group=True)
    if how == "chatters":
        while True:
            say({"id": 1, "ok": True})
    if how == "dies of two at once" and first:
        sys.stdin.readline()
        sys.stdin.readline()  # as an engine that ends its process with the second, before the first was answered
        sys.exit(1)
    for asked, line in enumerate(sys.stdin, 1):
        request = json.loads(line)
        if how == "counts" and request["do"] == "render":
            with (notes.parent / "asked").open("a") as file:
                file.write(request["text"] + "\n")
        good = {"id": request["id"], "ok": True}
        if how in ("hangs at once", "grandchild", "escaped grandchild") or (how == "hangs the first time" and first):
            hang()
        if how == "dies after two" and asked > 2:
            os.kill(os.getpid(), signal.SIGKILL)
        if how == "dies at once" or (how == "dies the first time" and first):
            sys.exit(1)
        if how == "fails every other" and asked % 2:
            say({"id": request["id"], "ok": False, "error": "A hiccup."})
            continue
        match how:
            case "garbage":
                print("<xml>", flush=True)
            case "wrong id":
                say({"id": 999, "ok": True})
            case "no id":
                say("ok")
            case "says no":
                say({"id": request["id"], "ok": False, "error": "No breath."})
            case "says no without a reason":
                say({"id": request["id"]})
            case "huge answer":
                say({**good, "more": "x" * 3_000_000})
            case "says yes and renders nothing":
                say(good)
            case "voices wrong":
                say({**good, "voices": [{"name": "no id"}]})
            case _:
                if request["do"] == "voices":
                    say({**good, "voices": [{"id": "one", "name": "One"}]})
                    continue
                render(request["path"])
                say(good)
        if how == "dies after the answer":
            sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
