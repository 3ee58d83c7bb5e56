// Words that are selected in the text can be remarked on at once: a button beside them leads to the paragraph's form.
(() => {
  "use strict";
  const text = document.querySelector("[data-review]");
  if (!text) return;
  let button = null;

  const away = () => {
    if (button) button.remove();
    button = null;
  };

  const blockOf = (node) => {
    const element = node && (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
    const words = element && element.closest(".review-words");
    return words ? words.closest("[data-block]") : null;
  };

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const words = selection ? selection.toString().trim() : "";
    const block = selection && selection.rangeCount ? blockOf(selection.anchorNode) : null;
    if (words.length < 3 || words.length > 500 || !block || block !== blockOf(selection.focusNode)) {
      away();
      return;
    }
    if (!button) {
      button = document.createElement("a");
      button.className = "button button-small remark-selected";
      button.textContent = "Remark on these words";
      // The selection stays while the button is pressed.
      button.addEventListener("mousedown", (event) => event.preventDefault());
      block.querySelector(".review-notes").prepend(button);
    }
    const number = block.dataset.block;
    const asked = new URLSearchParams({ remark: number, quote: words });
    button.href = `${text.dataset.review}?${asked}#block-${number}`;
  });
})();
