// Asks this browser to show notices while the site is closed, or no longer to; only ever when a button is pressed.
(() => {
  "use strict";
  const state = document.getElementById("push-state");
  const [on, off] = ["push-on", "push-off"].map((id) => document.getElementById(id));
  if (!state || !on || !off) return;

  const say = (words) => {
    state.textContent = words;
  };
  say("");
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    say("This browser cannot show notices while the site is closed.");
    return;
  }

  const show = (subscription) => {
    document.getElementById("push-actions").hidden = false;
    on.hidden = Boolean(subscription);
    off.hidden = !subscription;
  };

  const bytes = (text) => {
    const padded = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
  };

  const tell = async (said) => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(state.dataset.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(said),
    });
    if (answer.ok) return;
    const told = await answer.json().catch(() => ({}));
    throw new Error(told.error || "The site did not take it.");
  };

  const registration = () => navigator.serviceWorker.getRegistration("/");

  on.addEventListener("click", async () => {
    if ((await Notification.requestPermission()) !== "granted") {
      say("This browser does not let the site show notices. Its settings for this site say so.");
      return;
    }
    try {
      await navigator.serviceWorker.register("/push.js");
      const ready = await navigator.serviceWorker.ready;
      const options = { userVisibleOnly: true, applicationServerKey: bytes(state.dataset.key) };
      const subscription = await ready.pushManager.subscribe(options);
      await tell(subscription.toJSON());
      location.reload();
    } catch (error) {
      say(`That did not work: ${error.message}`);
    }
  });

  off.addEventListener("click", async () => {
    try {
      const known = await registration();
      const subscription = known && (await known.pushManager.getSubscription());
      if (subscription) {
        await tell({ endpoint: subscription.endpoint, wanted: "off" });
        await subscription.unsubscribe();
      }
      location.reload();
    } catch (error) {
      say(`That did not work: ${error.message}`);
    }
  });

  registration()
    .then((known) => (known ? known.pushManager.getSubscription() : null))
    .then(show)
    .catch(() => show(null));
})();
