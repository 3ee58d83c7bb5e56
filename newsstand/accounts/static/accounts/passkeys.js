// Ties a button to allauth's passkey functions. The page says which in data-passkey: login, add or authenticate.
"use strict";
(() => {
  const trouble = document.getElementById("passkey-trouble");
  const needed = document.getElementById("passkey-script");
  if (needed) needed.hidden = true;
  const words = {
    NotAllowedError: "Your device did not give a passkey, or you stopped it. You can try again.",
    InvalidStateError: "That device is here already.",
    NotSupportedError: "Your device has no passkey of a kind that we can read.",
    SecurityError: "Passkeys work only at the site’s own address with https.",
  };

  document.addEventListener("allauth.error", event => {
    event.preventDefault();
    if (!trouble) return;
    const error = event.detail.exception;
    trouble.textContent = words[error.name] || "That did not work. Please try again, or use another way.";
    trouble.hidden = false;
  });

  const forms = { login: "loginForm", add: "addForm", authenticate: "authenticateForm" };
  for (const button of document.querySelectorAll("[data-passkey]")) {
    const kind = button.dataset.passkey;
    const ids = { credential: button.dataset.credential, data: "passkey-options", passwordless: "id_passwordless" };
    ids[kind] = button.id;
    if (!window.PublicKeyCredential) {
      trouble.textContent = "This browser knows no passkeys, or the page did not come over https.";
      trouble.hidden = false;
      continue;
    }
    window.allauth.webauthn.forms[forms[kind]]({ ids });
    button.hidden = false;
    button.addEventListener("click", () => { trouble.hidden = true; });
  }
})();
