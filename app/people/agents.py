"""A browser's own description in words, as far as they help to tell one's devices apart."""

import re

from app.errors import N_
from app.language import say

# The first that is found; programs that pretend to be another name themselves besides it.
BROWSERS = (
    ("MicroMessenger", N_("WeChat")),
    ("DingTalk", N_("DingTalk")),
    (r"QQ/", "QQ"),
    ("MQQBrowser|QQBrowser", N_("QQ Browser")),
    ("HuaweiBrowser", N_("Huawei Browser")),
    ("MiuiBrowser", N_("Mi Browser")),
    ("HeyTapBrowser", N_("OPPO Browser")),
    ("VivoBrowser", N_("vivo Browser")),
    ("UCBrowser|UCWEB", N_("UC Browser")),
    ("Quark", N_("Quark")),
    ("SamsungBrowser", N_("Samsung Browser")),
    ("EdgA?/|EdgiOS", "Edge"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS|OpenHarmony", N_("HarmonyOS")),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
WITHIN = re.compile("MicroMessenger|DingTalk|QQ/|wxwork|Lark|Feishu|AlipayClient|Weibo")


def words(agent: str) -> str:
    """Such as 「Android 上的 Chrome」."""
    browser, system = _first(BROWSERS, agent), _first(SYSTEMS, agent)
    if browser and system:
        return say(N_("%(browser)s on %(system)s"), browser=browser, system=system)
    return browser or system or say(N_("Unknown browser"))


def within_an_app(agent: str) -> bool:
    """Whether the page is shown inside another program, such as WeChat, where passkeys cannot be made."""
    return bool(WITHIN.search(agent))


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((say(name) for pattern, name in known if re.search(pattern, agent)), "")
