// The ads of this page: asked for once, by what the page is about. No cookie goes along unless the reader is signed in
// (so that what they switched off stays off), and nothing is kept in the browser.
(() => {
  "use strict";
  const script = document.currentScript;
  const slots = [...document.querySelectorAll(".slot[data-slot]")];
  if (!script || !slots.length || !window.fetch) return;
  const { page, of } = script.dataset;
  const signedIn = "signedIn" in script.dataset;
  const IN_SIGHT = 1000;
  const PART = 0.5;

  const isSeen = () => document.visibilityState === "visible" && !document.prerendering;

  const whenSeen = (then) => {
    if (isSeen()) return then();
    const look = () => {
      if (!isSeen()) return;
      document.removeEventListener("visibilitychange", look);
      then();
    };
    document.addEventListener("visibilitychange", look);
  };

  // --- asking -------------------------------------------------------------------------------------------------------

  // Of a page view: what the address says, and what was switched off since.
  const without = new Set((new URLSearchParams(location.search).get("without") || "").split(",").filter(Boolean));
  const houseLines = new Map(slots.map((slot) => [slot, slot.innerHTML]));

  // Where nothing comes, a slot that nobody sees yet keeps its line and no room; nothing that is in sight moves.
  const giveRoomBack = (slot) => {
    if (slot.getBoundingClientRect().top >= innerHeight) slot.classList.add("slot-empty");
  };

  const ask = async () => {
    const shown = slots.filter((slot) => slot.getClientRects().length);
    if (!shown.length) return;
    const said = new URLSearchParams({ page, of, slots: shown.map((slot) => slot.dataset.slot).join(",") });
    if (without.size) said.set("without", [...without].join(","));
    let answer;
    try {
      answer = await fetch(`/slots/fill?${said}`, { credentials: signedIn ? "same-origin" : "omit", cache: "no-store" });
    } catch {
      answer = { status: 0 };
    }
    if (answer.status !== 200) return shown.forEach(giveRoomBack);
    const found = document.createElement("template");
    found.innerHTML = await answer.text();
    for (const slot of shown) {
      const filled = found.content.querySelector(`[data-for="${slot.dataset.slot}"]`);
      slot.classList.remove("slot-empty");
      if (filled) slot.replaceChildren(...filled.children);
      else {
        slot.innerHTML = houseLines.get(slot);
        giveRoomBack(slot);
      }
      watch(slot);
    }
  };

  // --- being seen: half of it for a second, while somebody looks (Media Rating Council) -----------------------------

  const timers = new Map();
  const inSight = new Set();

  const tell = (ad) => {
    observer.unobserve(ad);
    inSight.delete(ad);
    timers.delete(ad);
    const body = new URLSearchParams({ token: ad.dataset.token });
    fetch("/slots/view", { method: "POST", body, credentials: "omit", keepalive: true }).catch(() => {});
  };

  const settle = () => {
    for (const [ad, timer] of timers) {
      if (isSeen() && inSight.has(ad)) continue;
      clearTimeout(timer);
      timers.delete(ad);
    }
    if (!isSeen()) return;
    for (const ad of inSight) if (!timers.has(ad)) timers.set(ad, setTimeout(tell, IN_SIGHT, ad));
  };

  const observer =
    "IntersectionObserver" in window
      ? new IntersectionObserver(
          (seen) => {
            for (const one of seen) {
              if (one.intersectionRatio >= PART) inSight.add(one.target);
              else inSight.delete(one.target);
            }
            settle();
          },
          { threshold: [PART] },
        )
      : { observe() {}, unobserve() {} };

  const watch = (slot) => {
    const ad = slot.querySelector("[data-token]");
    if (ad) observer.observe(ad);
  };

  document.addEventListener("visibilitychange", settle);

  // --- without a category, for this page alone ----------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest(".slot a[data-without]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    without.add(link.dataset.without);
    const slot = link.closest(".slot");
    ask().then(() => {
      slot.setAttribute("tabindex", "-1");
      slot.focus({ preventScroll: true });
    });
  });

  whenSeen(ask);
})();
