/* The toolbar as one stop of the Tab key: arrow keys go from button to button. And the one question it asks. */
"use strict";

(() => {
  const toolbar = document.getElementById("toolbar");
  if (!toolbar) return;
  const tools = [...toolbar.querySelectorAll("button")];
  tools[0].tabIndex = 0;

  const go = (to) => {
    for (const tool of tools) tool.tabIndex = tool === to ? 0 : -1;
    to.focus();
  };

  toolbar.addEventListener("keydown", (event) => {
    const at = tools.indexOf(document.activeElement);
    const right = getComputedStyle(toolbar).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + right, ArrowLeft: at - right, Home: 0, End: tools.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    go(tools[(to + tools.length) % tools.length]);
  });

  toolbar.addEventListener("focusin", (event) => {
    if (tools.includes(event.target)) for (const tool of tools) tool.tabIndex = tool === event.target ? 0 : -1;
  });

  // Alt+F10 is what editors have taught people for twenty years.
  document.getElementById("editor").addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") {
      event.preventDefault();
      (tools.find((tool) => tool.tabIndex === 0) ?? tools[0]).focus();
    }
  });

  const ask = document.getElementById("ask");
  const address = document.getElementById("ask-address");
  const error = document.getElementById("ask-error");
  let answer = null;

  document.addEventListener("draft:ask", (event) => {
    const { title, value, take, remove } = event.detail;
    document.getElementById("ask-title").textContent = title;
    document.getElementById("ask-remove").hidden = !remove;
    document.getElementById("ask-remove").onclick = () => { ask.close(); remove(); };
    address.value = value ?? "";
    error.hidden = true;
    answer = take;
    ask.showModal();
    address.select();
  });

  document.getElementById("ask-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const why = await answer(address.value.trim());
    error.textContent = why ?? "";
    error.hidden = !why;
    if (!why) ask.close();
    else address.focus();
  });

  document.getElementById("ask-no").addEventListener("click", () => ask.close());
})();
