"""What the .app says of itself."""

from typing import Any

NAME = "Balance Coach"
#: Of macOS 13: the oldest that the Qt in the lock runs on.
OLDEST = "13.0"


def plist(version: str) -> dict[str, Any]:
    """Info.plist, besides what PyInstaller writes. No usage strings: nothing is asked for that needs one."""
    return {
        "CFBundleDisplayName": NAME,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "en",
        "LSApplicationCategoryType": "public.app-category.healthcare-fitness",
        "LSMinimumSystemVersion": OLDEST,
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "NSHumanReadableCopyright": "Copyright 2026 The Balance Coach authors. GPL-3.0-or-later",
    }
