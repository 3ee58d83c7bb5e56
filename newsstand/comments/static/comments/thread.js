// A thread in place: the order stays in the address, what is loaded is reached by the keyboard, new comments are told of
// without moving the page. Everything works without this file: links are links.
(() => {
  "use strict";
  const FIRST_SECONDS = 30;
  const MOST_SECONDS = 600;
  const section = document.getElementById("comments");
  if (!section) return;

  const count = () => Number((document.getElementById("comment-count") || {}).textContent || 0);
  const numbers = () => [...section.querySelectorAll("article.comment")].map((one) => Number(one.id.slice("comment-".length)));

  // --- more of a list, and other orders ---------------------------------------------------------------------------

  let before = null;

  const linkOf = ({ requestConfig }) => {
    const event = requestConfig && requestConfig.triggeringEvent;
    return event && event.target.closest ? event.target.closest("a") : null;
  };

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const link = linkOf(detail);
    const list = link && link.closest("li.more") ? link.closest("ol") : null;
    before = list ? { list, old: new Set([...list.querySelectorAll("article.comment")].map((one) => one.id)) } : null;
  });

  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const link = linkOf(detail);
    if (link && link.matches(".comment-sorts a")) history.replaceState(history.state, "", link.href);
    if (before) settle(before);
    before = null;
  });

  // A comment that votes moved down meanwhile comes again: it stands where it was. The focus goes on with what is new.
  const settle = ({ list, old }) => {
    const seen = new Set();
    for (const item of [...list.children]) {
      const one = item.querySelector(":scope > article.comment");
      if (!one) continue;
      if (seen.has(one.id)) item.remove();
      seen.add(one.id);
    }
    const target = [...list.querySelectorAll("article.comment")].find((one) => !old.has(one.id)) || list.querySelector("li.more a");
    if (!target) return;
    target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  };

  // --- new comments -------------------------------------------------------------------------------------------------

  const region = document.getElementById("comments-new");
  const { counts, newest } = section.dataset;
  if (!region || !counts) return;
  let known = 0;
  let wait = FIRST_SECONDS;
  let timer = 0;

  const tell = (number) => {
    const said = `${number} new comment${number === 1 ? "" : "s"}`;
    if (region.textContent === said) return;
    const link = document.createElement("a");
    link.href = `${location.pathname}?sort=newest#comments`;
    link.textContent = said;
    link.addEventListener("click", show);
    region.replaceChildren(link);
  };

  const show = (event) => {
    if (!window.htmx) return;
    event.preventDefault();
    const there = event.currentTarget.href;
    const old = new Set(numbers());
    window.htmx.ajax("GET", newest, { target: "#comment-list", swap: "outerHTML" }).then(() => {
      region.replaceChildren();
      history.replaceState(history.state, "", there);
      known = Math.max(known, ...numbers());
      const fresh = [...section.querySelectorAll("article.comment")].filter((one) => !old.has(Number(one.id.slice("comment-".length))));
      for (const one of fresh) one.classList.add("comment-fresh");
      const first = fresh[0] || section.querySelector("article.comment");
      if (!first) return;
      first.setAttribute("tabindex", "-1");
      first.focus();
    });
  };

  const look = async () => {
    const answer = await fetch(counts, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const now = await answer.json();
    const more = now.count - count();
    const here = Math.max(known, ...numbers());
    if (now.newest > here && (more > 0 || known > 0)) tell(Math.max(1, more));
    else if (now.newest <= here || more <= 0) known = Math.max(known, now.newest);
    return more > 0;
  };

  // Only while somebody looks; the longer nothing comes, and after an error, the seldomer.
  const again = () => {
    clearTimeout(timer);
    if (document.visibilityState !== "visible") return;
    timer = setTimeout(async () => {
      try {
        wait = (await look()) ? FIRST_SECONDS : Math.min(MOST_SECONDS, wait * 1.5);
      } catch {
        wait = Math.min(MOST_SECONDS, wait * 3);
      }
      again();
    }, wait * 1000);
  };

  document.addEventListener("visibilitychange", () => {
    wait = FIRST_SECONDS;
    again();
  });
  again();
})();
