"""A device that makes passkeys and signs with them, as the standard says, without a browser."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """Holds one passkey; `verifies` says whether it asks for finger or face."""

    origin: str = "http://localhost:8000"
    verifies: bool = True
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    count: int = 0
    user: str = ""

    def creates(self, options: dict[str, Any]) -> str:
        """What the browser's `navigator.credentials.create` would give, as JSON."""
        self.user = options["user"]["id"]
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._public_key()
        attestation = encode_cbor(
            {"fmt": "none", "attStmt": {}, "authData": self._data(options["rp"]["id"], ATTESTED) + attested}
        )
        return self._credential(
            clientDataJSON=self._client("webauthn.create", options), attestationObject=bytes_to_base64url(attestation)
        )

    def signs(self, options: dict[str, Any]) -> str:
        """What the browser's `navigator.credentials.get` would give, as JSON."""
        self.count += 1
        client = self._client("webauthn.get", options)
        data = self._data(options["rpId"])
        seen = hashlib.sha256(_decoded(client)).digest()
        signature = self.key.sign(data + seen, ec.ECDSA(hashes.SHA256()))
        return self._credential(
            clientDataJSON=client,
            authenticatorData=bytes_to_base64url(data),
            signature=bytes_to_base64url(signature),
            userHandle=self.user,
        )

    def _data(self, site: str, flags: int = 0) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, Any]) -> str:
        client = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return bytes_to_base64url(json.dumps(client).encode())

    def _public_key(self) -> bytes:
        point = self.key.public_key().public_numbers()
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})

    def _credential(self, **response: str) -> str:
        name = bytes_to_base64url(self.id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )


def _decoded(text: str) -> bytes:
    from webauthn.helpers import base64url_to_bytes

    return base64url_to_bytes(text)
