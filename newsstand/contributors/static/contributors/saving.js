/* Saves a draft while it is written: to this browser at once, to the site two seconds after the last key.

   It knows the form alone. Whoever changes a field (the editor, the pictures) tells so by an "input" event. */
"use strict";

(() => {
  const form = document.getElementById("draft");
  if (!form) return;

  const PAUSE = 2000, LONGEST_WAIT = 60000, PATIENCE = 15000;
  const saved = document.getElementById("saved");
  const conflict = document.getElementById("conflict");
  const offer = document.getElementById("offer");
  const prefix = `draft:${form.dataset.draft}:`;
  const key = prefix + windowName();

  let version = Number(form.elements.version.value);
  let timer = 0, wait = 5000, changes = 0, kept = 0;
  let busy = false, again = null, stale = !conflict.hidden;
  // A save of which nobody knows whether it arrived: sent once more before a newer text, it is no other window's.
  let unanswered = null;

  // Each window keeps its own copy; a reload finds the same one again.
  function windowName() {
    try {
      const name = sessionStorage.getItem("draft-window") || Math.random().toString(36).slice(2);
      sessionStorage.setItem("draft-window", name);
      return name;
    } catch { return "only"; }
  }

  function fields() {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.delete("deed");
    data.set("version", version);
    return data;
  }

  function say(words, isTrouble = false) {
    saved.textContent = words;
    saved.classList.toggle("writing-trouble", isTrouble);
  }

  const clock = (moment) => new Date(moment).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

  // --- the copy in this browser ---

  function keepHere() {
    const values = {};
    for (const [name, value] of fields()) if (name !== "csrfmiddlewaretoken") (values[name] ??= []).push(value);
    try {
      localStorage.setItem(key, JSON.stringify({ version, at: Date.now(), values }));
      return true;
    } catch { return false; }
  }

  function forgetHere(name = key) {
    try { localStorage.removeItem(name); } catch { /* There is no copy then. */ }
  }

  function copies() {
    const found = [];
    try {
      for (let at = 0; at < localStorage.length; at++) {
        const name = localStorage.key(at);
        if (!name.startsWith(prefix)) continue;
        try { found.push({ name, ...JSON.parse(localStorage.getItem(name)) }); } catch { forgetHere(name); }
      }
    } catch { /* No storage, no copies. */ }
    return found.sort((one, other) => other.at - one.at);
  }

  const words = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s+/g, "");

  function saysTheSame(values) {
    const text = values.body ? words(values.body[0]) === words(document.getElementById("text-html").value)
      : !values.markup || values.markup[0].trim() === form.elements.markup.value.trim();
    return text && ["headline", "summary"].every((name) => !values[name] || values[name][0].trim() === form.elements[name].value.trim());
  }

  function offerBack() {
    for (const copy of copies()) {
      if (saysTheSame(copy.values)) { forgetHere(copy.name); continue; }
      document.getElementById("offer-when").textContent = new Date(copy.at).toLocaleString();
      document.getElementById("offer-take").onclick = () => bringBack(copy);
      document.getElementById("offer-leave").onclick = () => { forgetHere(copy.name); offer.hidden = true; };
      offer.hidden = false;
      return;
    }
  }

  function bringBack(copy) {
    for (const name of ["headline", "summary", "ai_note", "payer"]) {
      if (copy.values[name]) form.elements[name].value = copy.values[name][0];
    }
    const { body, markup } = copy.values;
    if (markup && !form.elements.markup.disabled) form.elements.markup.value = markup[0];
    document.dispatchEvent(new CustomEvent("draft:replace", { detail: { html: body?.[0], markup: markup?.[0] } }));
    offer.hidden = true;
    if (copy.name !== key) forgetHere(copy.name);
    // What stands on the site, if it is newer than what the copy began with, is kept as a revision first.
    version = copy.version;
    changed();
    save({ over: true });
  }

  // --- the site ---

  function changed() {
    changes++;
    form.dataset.state = "changed";
    if (!keepHere() && changes === 1) say("This browser keeps no copy: it is full, or it may not.");
    if (stale) return;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  async function save(how = {}) {
    clearTimeout(timer);
    if (busy) { again = { ...again, ...how }; return; }
    if (stale && !how.over) return;
    busy = true;
    const retried = how.over || how.leaving ? null : unanswered;
    const told = retried ? retried.told : changes, data = retried ? retried.data : fields();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    if (how.over) data.set("over", "1");
    if (how.keep && retried) again = { keep: true };
    else if (how.keep) data.set("keep", "1");
    try {
      const answer = await fetch(form.dataset.save, {
        method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "error",
        keepalive: Boolean(how.leaving), signal: how.leaving ? undefined : AbortSignal.timeout(PATIENCE),
      });
      unanswered = null;
      await heard(answer, told, how);
    } catch {
      unanswered = { told, data };
      notSaved("no connection");
    } finally {
      busy = false;
      if (again) { const next = again; again = null; save(next); }
    }
  }

  async function heard(answer, told, how) {
    const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (answer.status === 403 && !isOurs && !how.renewed) return renew(how);
    if (!isOurs) return notSaved(answer.status === 403 ? "you are not signed in any more. Sign in in another window" : `the site answered ${answer.status}`);
    const said = await answer.json();
    if (answer.status === 409) return first(said);
    if (!answer.ok) return notSaved(said.error, answer.status !== 429);
    version = said.version;
    form.elements.version.value = version;
    wait = 5000;
    stale = false;
    conflict.hidden = true;
    kept = told;
    if (kept === changes) { forgetHere(); form.dataset.state = "saved"; say(`Saved ${clock(said.at)}`); } else {
      keepHere();
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    }
    document.dispatchEvent(new CustomEvent("draft:saved", { detail: said }));
  }

  // Whoever signed in again has another token: the page has it.
  async function renew(how) {
    const page = await fetch(form.action, { credentials: "same-origin" });
    const token = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("#draft [name=csrfmiddlewaretoken]");
    if (!token) return notSaved("you are not signed in any more. Sign in in another window");
    form.elements.csrfmiddlewaretoken.value = token.value;
    again = { ...how, renewed: true };
  }

  function notSaved(why, final = false) {
    say(`Not saved: ${why.replace(/\.$/, "")}. Your text is kept in this browser.`, true);
    keepHere();
    if (final) return;
    clearTimeout(timer);
    timer = setTimeout(save, wait);
    wait = Math.min(2 * wait, LONGEST_WAIT);
  }

  function first(said) {
    stale = true;
    document.getElementById("conflict-when").textContent = ` at ${clock(said.first_at)}`;
    document.getElementById("conflict-kept").href = said.kept;
    conflict.hidden = false;
    say("Not saved: another window was first.", true);
  }

  // --- when ---

  form.addEventListener("input", (event) => { if (!event.target.closest(".writing-find, #add-picture")) changed(); });
  form.addEventListener("focusout", () => { if (changes !== kept) save(); });
  form.addEventListener("submit", (event) => {
    const deed = event.submitter?.name === "over" ? "over" : event.submitter?.value;
    if (document.activeElement?.closest(".writing-find")) {
      event.preventDefault();
      document.activeElement.closest(".writing-find").querySelector("button").click();
    } else if (deed === "save" || deed === "keep" || deed === "over" || !event.submitter) {
      event.preventDefault();
      save({ keep: deed === "keep", over: deed === "over" });
    }
  });
  document.getElementById("conflict-other").addEventListener("click", () => { changes = kept; forgetHere(); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") { event.preventDefault(); save({ keep: event.shiftKey }); }
  });
  // A picture that goes takes its place in the text along, on the site too.
  document.addEventListener("draft:unfigure", (event) => { if (event.detail.version === version + 1) version++; });
  addEventListener("online", () => { if (changes !== kept) save(); });
  addEventListener("pagehide", () => { if (changes !== kept) { keepHere(); save({ leaving: true }); } });
  document.addEventListener("visibilitychange", () => { if (document.hidden && changes !== kept) save({ leaving: true }); });
  // Without the site's answer, leaving asks first; the copy is there all the same.
  addEventListener("beforeunload", (event) => { if (stale && changes !== kept) event.preventDefault(); });

  offerBack();
})();
