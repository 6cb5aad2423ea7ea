"""Operations × faults: every cell is hit, or stands here with the reason why there is no such cell."""

OPERATIONS = (
    "edit answer",
    "add photo",
    "remove photo",
    "finish",
    "send photo",
    "send submission",
    "take receipt",
    "purge",
    "app update",
)
STORE = (
    "kill before put",
    "kill after put",
    "kill after complete",
    "quota abort",
    "connection closed",
    "open hangs",
)
AROUND = ("store emptied", "two tabs", "clock ± 1 year", "update mid-draft")
SESSION = ("session expired",)
NETWORK = (
    "refused",
    "cut after k bytes",
    "reply lost after commit",
    "duplicated",
    "reordered",
    "delayed",
    "captive portal",
    "401",
    "413",
    "429",
    "500",
)
SERVER = (
    "SIGKILL before commit",
    "SIGKILL after commit",
    "SIGKILL between photo rename and commit",
    "disk full",
    "I/O error",
    "busy database",
    "restart during backup",
    "restore of an older backup",
)
FULL = ("disk full", "I/O error", "busy database")
FAULTS = (*STORE, *AROUND, *SESSION, *NETWORK, *SERVER)
Cell = tuple[str, str]
CELLS: tuple[Cell, ...] = tuple((operation, fault) for operation in OPERATIONS for fault in FAULTS)
IMPOSSIBLE: dict[Cell, str] = {}
LOCAL = ("edit answer", "add photo", "remove photo", "finish", "app update")
WHERE = {
    "send photo": "^PUT /api/photos/",
    "send submission": "^PUT /api/submissions/",
    "take receipt": "^PUT /api/submissions/",
    "purge": "^GET /api/submissions/[^/]*/receipt",
}
# The store that an operation writes, in which its faults of the store lie in wait.
STORES = {
    "edit answer": "drafts",
    "add photo": "photos",
    "remove photo": "drafts",
    "finish": "outbox",
    "send photo": "outbox",
    "send submission": "outbox",
    "take receipt": "receipts",
    "purge": "outbox",
    "app update": "drafts",
}
# What the log of a step must tell for the operation to have run: the beginning of an event.
SIGNS = {
    "edit answer": "enter",
    "add photo": "photo",
    "remove photo": "enter",
    "finish": "finishing",
    "send photo": "asked PUT /api/photos/",
    "send submission": "asked PUT /api/submissions/",
    "take receipt": "asked PUT /api/submissions/",
    "purge": "asked GET /api/submissions/",
    "app update": "updating",
}
