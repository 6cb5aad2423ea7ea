"""Fetches everything that somebody can reach: every link, picture and fragment, and what they might guess."""

import re
from dataclasses import dataclass, field

from flask.testing import FlaskClient

LINKS = re.compile(r"""(?:href|src|action|hx-get|data-[\w-]+|srcset)=["'](/[^"'#]*)""")
IN_FEEDS = re.compile(r"<(?:id|uri|link[^>]*href=)[^/]*//[^/]*(/[^<\"]*)")
NOT_OURS_TO_VARY = {"Date", "Set-Cookie"}
CHALLENGE = re.compile(r'"challenge":"[\w-]+"')  # a passkey's question is new each time


@dataclass
class Crawl:
    """Answers by path: status, headers and body, as texts. Static files are the same for everybody and left out."""

    client: FlaskClient
    answers: dict[str, str] = field(default_factory=dict)

    def everything(self, *starts: str) -> "Crawl":
        waiting = list(starts)
        while waiting:
            path = waiting.pop(0).replace("&amp;", "&")
            if path in self.answers or path.startswith("/static/"):
                continue
            for headers in ({}, {"HX-Request": "true"}):
                found = self.client.get(path, headers=headers)
                told = "\n".join(f"{k}: {v}" for k, v in found.headers if k not in NOT_OURS_TO_VARY)
                body = found.get_data().decode("utf-8", "backslashreplace")
                self.answers[path + (" fragment" if headers else "")] = f"{found.status}\n{told}\n\n{body}"
                if "text/" in found.mimetype or "xml" in found.mimetype:
                    waiting += [*LINKS.findall(body), *IN_FEEDS.findall(body)]
                if "Location" in found.headers:
                    waiting.append(re.sub(r"^https?://[^/]*", "", found.headers["Location"]))
        return self

    def normalised(self, random: dict[str, str]) -> dict[str, str]:
        """The answers with what is random by design replaced by its name, in paths and in texts."""

        def plain(text: str) -> str:
            for value, name in sorted(random.items(), key=lambda pair: -len(pair[0])):
                text = text.replace(value, name)
            return CHALLENGE.sub('"challenge":""', text)

        return {plain(path): plain(text) for path, text in self.answers.items()}
