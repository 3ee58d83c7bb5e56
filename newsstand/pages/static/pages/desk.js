// Going about a desk, the editors' and the moderators', and deciding by single keys. Everything here is a button or a link of the page: without script nothing is missing.
// The keys can be switched off (WCAG 2.1.4), and rest while somebody types.
(() => {
  "use strict";
  const rows = [...document.querySelectorAll(".desk-row")];
  const panel = document.getElementById("decide");
  const keys = document.getElementById("keys");
  const onOff = document.getElementById("keys-on");
  const KEPT = "moderation-keys";
  let enter = "remove";
  let last = 0;

  // Letters that lead to a part of the page, as its links say.
  const jumps = new Map([...document.querySelectorAll("a[data-jump]")].map((link) => [link.dataset.jump, link]));

  const kept = () => {
    try {
      return localStorage.getItem(KEPT) !== "off";
    } catch {
      return true;
    }
  };
  const keep = (on) => {
    try {
      localStorage.setItem(KEPT, on ? "on" : "off");
    } catch {
      // A browser that keeps nothing has the keys on.
    }
  };
  if (onOff) {
    onOff.checked = kept();
    onOff.parentElement.hidden = false;
    document.getElementById("keys-without-script").hidden = true;
    onOff.addEventListener("change", () => keep(onOff.checked));
  }
  const areOn = () => (onOff ? onOff.checked : kept());

  const rowOf = (element) => (element instanceof Element ? element.closest(".desk-row") : null);
  const here = () => rowOf(document.activeElement) || null;
  const go = (row) => {
    if (!row) return;
    last = rows.indexOf(row);
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const move = (step) => {
    const now = here();
    if (!now) return go(rows[Math.min(last, rows.length - 1)]);
    go(rows[rows.indexOf(now) + step]);
  };

  // Where to go on after a form was sent: the next row, or the one before the last.
  const goOn = (row) => {
    const at = rows.indexOf(row);
    const next = rows[at + 1] || rows[at - 1];
    for (const form of [panel, document.getElementById("quick")]) {
      const field = form && form.querySelector("[name=at]");
      if (field) field.value = next ? next.dataset.case : "";
    }
  };

  const boxes = () => rows.map((row) => row.querySelector("input[name=case]")).filter(Boolean);
  const say = () => {
    const said = document.getElementById("chosen");
    const number = boxes().filter((box) => box.checked).length;
    if (said) said.textContent = number ? ` (${number})` : "";
  };
  const choose = (row) => {
    const chosen = boxes().filter((box) => box.checked);
    const own = row.querySelector("input[name=case]");
    if (!chosen.includes(own)) {
      for (const box of chosen) box.checked = false;
      own.checked = true;
    }
    say();
  };

  // Fill in the panel for this row: which button Enter presses depends on the key that opened it.
  const prepare = (row, button) => {
    const box = row.querySelector("input[name=case]");
    if (!panel || !box || box.disabled) return;
    choose(row);
    goOn(row);
    enter = button;
    last = rows.indexOf(row);
    const reason = panel.querySelector("[name=reason]");
    reason.value = row.dataset.likely || "";
    const sanction = panel.querySelector("[name=sanction]");
    sanction.value = button === "sanction" ? "warn" : "";
    sanction.closest("details").open = button === "sanction";
    reason.focus();
  };

  const press = (row, key) => {
    const found = row && row.querySelector(`[data-key=${key}]`);
    if (found) {
      goOn(row);
      found.click();
    }
  };

  const jump = (link) => {
    const part = document.getElementById(link.hash.slice(1));
    const row = part && part.querySelector(".desk-row");
    if (row) return go(row);
    link.focus();
  };

  const doing = {
    j: () => move(1),
    k: () => move(-1),
    a: () => press(here(), "a"),
    c: () => press(here(), "c"),
    r: () => here() && prepare(here(), "remove"),
    w: () => here() && prepare(here(), "sanction"),
    o: () => here() && here().querySelector(".desk-title a").click(),
    x: () => {
      const box = here() && here().querySelector("input[name=case]");
      if (box && !box.disabled) box.click();
    },
    u: () => {
      const undo = document.querySelector("[data-key=u]");
      if (undo) undo.click();
    },
    "?": () => {
      if (!keys) return;
      keys.open = !keys.open;
      keys.querySelector("summary").focus();
    },
  };

  const types = (element) => {
    if (!(element instanceof HTMLElement)) return false;
    if (element.matches("input[type=checkbox]")) return false;
    return element.matches("input, textarea, select") || element.isContentEditable;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && panel && panel.contains(event.target)) return go(rows[last]);
    if (event.key === "Enter" && panel && event.target instanceof HTMLSelectElement && panel.contains(event.target)) {
      event.preventDefault();
      return panel.requestSubmit(panel.querySelector(`[name=action][value=${enter}]`));
    }
    if (!areOn() || types(event.target)) return;
    const arrow = { ArrowDown: "j", ArrowUp: "k" }[event.key];
    // Arrows scroll the page, as everywhere, until somebody is on a row.
    if (arrow && event.target !== here()) return;
    if (event.key === "Enter" && event.target === here()) {
      event.preventDefault();
      return doing.o();
    }
    const to = jumps.get(event.key);
    const then = to ? () => jump(to) : doing[arrow || event.key];
    if (!then) return;
    event.preventDefault();
    then();
  });

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-key=r]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    prepare(rowOf(link), "remove");
  });
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.name === "case") say();
  });
  for (const row of rows) row.addEventListener("focusin", () => (last = rows.indexOf(row)));

  say();
  const wanted = location.hash.match(/^#case-\d+$/) && document.getElementById(location.hash.slice(1));
  if (wanted) go(wanted);
})();
