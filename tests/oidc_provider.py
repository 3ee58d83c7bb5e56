"""A real OpenID Connect provider on 127.0.0.1: discovery, authorize, token, keys, user information (RFC 6749, 7636)."""

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "newsstand", "between us"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """Says of everybody who comes what `person` says. What is wrong with it is what the test makes wrong."""

    person: dict[str, Any] = field(
        default_factory=lambda: {
            "sub": "u-17",
            "name": "Hal House",
            "email": "hal@house.example",
            "email_verified": True,
        }
    )
    # What the token says otherwise, and with which key it is signed.
    claims: dict[str, Any] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    cancels: bool = False
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    signer: rsa.RSAPrivateKey | None = None
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self, {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                provider.answer(self, {name: values[0] for name, values in parse_qs(body).items()})

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        url = urlsplit(handler.path)
        self.asked.append(url.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/.well-known/openid-configuration":
            send(handler, 200, self.described())
        elif url.path == "/keys":
            public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
            send(handler, 200, {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]})
        elif url.path == "/authorize":
            self.authorize(handler, query)
        elif url.path == "/token":
            self.token(handler, form)
        elif url.path == "/me":
            known = handler.headers.get("Authorization") == "Bearer opened"
            send(handler, 200 if known else 401, {**self.person, **self.userinfo} if known else {})
        else:
            send(handler, 404, {})

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/me",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            **self.discovery,
        }

    def authorize(self, handler: BaseHTTPRequestHandler, query: dict[str, str]) -> None:
        """Asks nothing: whoever comes is `person`."""
        if query.get("client_id") != CLIENT or query.get("code_challenge_method") != "S256":
            send(handler, 400, {"error": "invalid_request"})
            return
        code = secrets.token_urlsafe(12)
        self.codes[code] = query
        said = {"error": "access_denied"} if self.cancels else {"code": code}
        handler.send_response(302)
        handler.send_header("Location", f"{query['redirect_uri']}?{urlencode({**said, 'state': query['state']})}")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def token(self, handler: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        """One token for one code, to who has the secret and what was hashed at the beginning."""
        began = self.codes.pop(form.get("code", ""), None)
        hashed = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
        known = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if not began or not known or proof != began["code_challenge"]:
            send(handler, 400, {"error": "invalid_grant"})
            return
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **self.person, **self.claims}
        signed = jwt.encode(claims, self.signer or self.key, algorithm="RS256", headers={"kid": "one"})
        send(handler, 200, {"access_token": "opened", "token_type": "Bearer", "expires_in": 60, "id_token": signed})


def send(handler: BaseHTTPRequestHandler, status: int, said: dict[str, Any]) -> None:
    body = json.dumps(said).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
