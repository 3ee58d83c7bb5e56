/* Pictures come by their own request, so that choosing one is enough; and go the same way. */
"use strict";

(() => {
  const form = document.getElementById("draft");
  if (!form) return;
  const chosen = document.getElementById("add-picture");
  const list = document.getElementById("picture-list");
  const error = document.getElementById("picture-error");
  const most = Number(form.dataset.megabytes);

  const trouble = (words) => {
    error.textContent = words ?? "";
    error.hidden = !words;
  };

  async function send(fields) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    try {
      const answer = await fetch(form.dataset.pictures, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return { error: `The site answered ${answer.status}. Try again in a moment.` };
      return await answer.json();
    } catch {
      return { error: "There is no connection to the site. Try again in a moment." };
    }
  }

  async function add(file, intoText) {
    trouble(null);
    if (file.size > most * 1024 * 1024) return trouble(`The file is too large: ${most} MB is the most. Make the picture smaller and send it again.`);
    list.setAttribute("aria-busy", "true");
    const said = await send({ picture: file });
    list.removeAttribute("aria-busy");
    chosen.value = "";
    if (said.error) return trouble(said.error);
    list.insertAdjacentHTML("beforeend", said.html);
    if (intoText) insert(said.image);
    list.lastElementChild.querySelector("input").focus();
  }

  function insert(image) {
    const alt = list.querySelector(`[data-image="${image}"] [name$="-alt"]`)?.value ?? "";
    document.dispatchEvent(new CustomEvent("draft:figure", { detail: { src: `/image/${image}/960`, alt } }));
  }

  // Whether the toolbar asked, so that what is chosen goes into the text at once.
  let intoText = false;
  chosen.addEventListener("change", () => {
    if (chosen.files.length) add(chosen.files[0], intoText);
    intoText = false;
  });
  chosen.addEventListener("cancel", () => { intoText = false; });

  document.addEventListener("draft:picture", (event) => {
    if (event.detail?.file) return add(event.detail.file, true);
    intoText = true;
    chosen.click();
  });

  form.addEventListener("click", async (event) => {
    const put = event.target.closest("[data-insert]"), out = event.target.closest("[data-remove]");
    if (put) insert(put.dataset.insert);
    if (!out) return;
    event.preventDefault();
    const box = out.closest(".writing-picture");
    const said = await send({ remove: out.dataset.remove });
    if (said.error) return trouble(said.error);
    document.dispatchEvent(new CustomEvent("draft:unfigure", { detail: { image: box.dataset.image, version: said.version } }));
    box.remove();
    chosen.focus();
  });
})();
