// Shows what this site pushes, and opens it when it is pressed. Nothing is fetched and nothing is kept.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data ? event.data.json() : {};
  } catch {
    // Something that we did not send; the browser wants a notification all the same.
  }
  const address = typeof said.address === "string" && /^\/(?![/\\])/.test(said.address) ? said.address : "/you/notices";
  event.waitUntil(
    self.registration.showNotification(String(said.title || "A new notice"), {
      body: String(said.text || ""),
      tag: String(said.tag || "notice"),
      data: { address },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.address, self.location.origin).href;
  event.waitUntil(self.clients.openWindow(address));
});
