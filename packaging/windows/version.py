"""What Windows shows under a program's properties, as the text that PyInstaller reads."""

import re

WORDS = {
    "CompanyName": "The Balance Coach authors",
    "FileDescription": "Balance Coach",
    "InternalName": "balancecoach",
    "LegalCopyright": "Copyright 2026 The Balance Coach authors. GPL-3.0-or-later",
    "OriginalFilename": "balancecoach.exe",
    "ProductName": "Balance Coach",
}
#: American English, and letters as UTF-16: what Windows looks for first.
LANGUAGE, LETTERS = 0x0409, 1200


def four(version: str) -> tuple[int, int, int, int]:
    """A version as the four numbers that Windows wants: 0.2.1rc1 is 0, 2, 1, 0."""
    found = [int(number) for number in re.findall(r"\d+", re.split(r"[^0-9.]", version)[0])]
    one, two, three, four = (*found, 0, 0, 0, 0)[:4]
    return one, two, three, four


def resource(version: str) -> str:
    """The whole text."""
    words = {**WORDS, "FileVersion": version, "ProductVersion": version}
    rows = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in words.items())
    numbers = four(version)
    return (
        f"VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1),\n"
        f"  kids=[\n"
        f"    StringFileInfo([StringTable('{LANGUAGE:04X}{LETTERS:04X}', [{rows}])]),\n"
        f"    VarFileInfo([VarStruct('Translation', [{LANGUAGE}, {LETTERS}])]),\n"
        f"  ],\n"
        f")\n"
    )
