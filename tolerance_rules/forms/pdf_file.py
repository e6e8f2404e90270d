"""PDF file: a Word file printed by LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from tolerance_rules.errors import ExecutorError

OFFICES = (
    *("soffice", "libreoffice"),
    r"C:\Program Files\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
"""Its program by name, and where Windows and macOS have it, which do not find it by name."""
SECONDS = 180
SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN")
FONTS: Mapping[str, tuple[str, ...]] = {
    "仿宋_GB2312": ("仿宋", "FangSong", "STFangsong", *SONG),
    "方正小标宋简体": ("方正小标宋_GBK", "华文中宋", "STZhongsong", "宋体", "SimSun", *SONG),
    "黑体": ("SimHei", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei"),
    "楷体_GB2312": ("楷体", "KaiTi", "STKaiti", "AR PL UKai CN", *SONG),
}
"""What is printed with where the fonts of official documents are not installed, best first.

LibreOffice does not read the names that a Word file has for them.
"""
SYSTEM_FONTS = "/etc/fonts/fonts.conf"

NO_OFFICE = "这台电脑上没有 LibreOffice，写不出 PDF。请改写 .docx，用 Word 或 WPS 另存为 PDF"
NO_OFFICE_EN = (
    "LibreOffice is not installed here, so no PDF can be written; write a .docx, and save it as "
    "PDF in Word or WPS"
)


def to_pdf(word: bytes) -> bytes:
    """Return a Word file as PDF; ExecutorError says why there is none."""
    office = next(filter(None, map(shutil.which, OFFICES)), None)
    if office is None:
        raise ExecutorError(NO_OFFICE, english=NO_OFFICE_EN)
    # What an office that was stopped still has open, Windows does not delete.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source, made = Path(folder, "form.docx"), Path(folder, "form.pdf")
        source.write_bytes(word)
        fonts = Path(folder, "fonts.conf")
        fonts.write_text(_substitutes(os.environ.get("FONTCONFIG_FILE", SYSTEM_FONTS)), "utf-8")
        # A profile of its own: one that is in use, by a window or another run, answers nothing.
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        options = ("--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder)
        try:
            # No pipes: on a timeout only the starter is killed, and they would stay open behind it.
            subprocess.run(
                [office, profile, *options, str(source)],
                env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=True,
            )
            return made.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise ExecutorError(
                "LibreOffice 没有写出 PDF。请改写 .docx，用 Word 或 WPS 另存为 PDF",
                english="LibreOffice wrote no PDF; write a .docx, and save it as PDF in Word or "
                "WPS",
            ) from error


def _substitutes(system: str) -> str:
    """Return a configuration of fontconfig: that of the system, and what stands for which font."""
    aliases = (
        f"<alias binding='same'><family>{name}</family><accept>"
        + "".join(f"<family>{each}</family>" for each in others)
        + "</accept></alias>"
        for name, others in FONTS.items()
    )
    included = f"<include ignore_missing='yes'>{escape(system)}</include>"
    return f"<?xml version='1.0'?><fontconfig>{included}{''.join(aliases)}</fontconfig>"
