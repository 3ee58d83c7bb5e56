// What was opened and read to the end, told to this site alone: no cookie, no profile, nothing kept in the browser.
// Who asks for privacy (Global Privacy Control, Do Not Track) is not counted at all.
(() => {
  "use strict";
  const script = document.currentScript;
  const { order = "", article = "" } = script ? script.dataset : {};
  if (navigator.globalPrivacyControl || navigator.doNotTrack === "1") return;
  if (!navigator.sendBeacon) return;

  const tell = (said) => navigator.sendBeacon("/signal", new URLSearchParams(said));

  const whenSeen = (then) => {
    if (document.visibilityState === "visible" && !document.prerendering) return then();
    const look = () => {
      if (document.visibilityState !== "visible" || document.prerendering) return;
      document.removeEventListener("visibilitychange", look);
      then();
    };
    document.addEventListener("visibilitychange", look);
  };

  // A front page: that it was shown, and which of its articles was opened from it.
  if (order) {
    whenSeen(() => tell({ kind: "shown", order }));
    document.addEventListener("click", (event) => {
      const link = event.target.closest && event.target.closest("main .card a[href^='/a/']");
      const found = link && link.getAttribute("href").match(/^\/a\/(\d+)\//);
      if (found) tell({ kind: "opened", article: found[1], order });
    });
  }

  // Where the reader came from: the first part of an address of ours, or another site's host; nothing more.
  const cameFrom = () => {
    if (!document.referrer) return "";
    try {
      const before = new URL(document.referrer);
      return before.origin === location.origin ? `/${before.pathname.split("/")[1]}` : before.host || "unknown";
    } catch {
      return "unknown";
    }
  };

  // An article: opened once it has been looked at for a moment, read when its end was reached in a reader's time, went
  // when the reader goes on to the original.
  if (article) {
    const from = cameFrom();
    for (const link of document.querySelectorAll("a[ping]")) {
      // The same in browsers that know no ping, and once in those that do.
      link.removeAttribute("ping");
      const went = () => tell({ kind: "went", article, from });
      link.addEventListener("click", went);
      link.addEventListener("auxclick", (event) => event.button === 1 && went());
    }
    const text = document.querySelector(".story-text");
    const end = document.querySelector(".story-end");
    const needed = Math.min(45, Math.max(5, (text ? text.textContent.length : 0) / 60)) * 1000;
    whenSeen(() => {
      setTimeout(() => tell({ kind: "opened", article, from }), 2000);
      if (!end || !("IntersectionObserver" in window)) return;
      const since = performance.now();
      const watch = new IntersectionObserver((seen) => {
        if (!seen.some((one) => one.isIntersecting)) return;
        watch.disconnect();
        setTimeout(() => tell({ kind: "read", article, from }), Math.max(0, needed - (performance.now() - since)));
      });
      watch.observe(end);
    });
  }
})();
