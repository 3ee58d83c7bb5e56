/* The editor: Tiptap, with the blocks and marks of algorithms/draft_html.py and no others.

   Where it cannot be loaded the text field with its markup stays, and everything goes on by it. */

const form = document.getElementById("draft");
const source = document.getElementById("text-html");
const toolbar = document.getElementById("toolbar");
const place = document.getElementById("editor");
const count = document.getElementById("count");
const {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Gapcursor, HardBreak, Heading, HorizontalRule, Italic,
  ListItem, Mark, Node, OrderedList, Paragraph, Placeholder, Text, UndoRedo,
} = await import(document.querySelector("script[data-editor]").dataset.editor);

// On a slow line somebody may have begun in the text field: it stays, for the editor would show the text without that.
const field = form.elements.markup;
if (field.value !== field.defaultValue) await new Promise(() => {});
const hadFocus = document.activeElement === field;

const LEADS = /^(?:https?:\/\/|mailto:)[^\s<>"]+$/i;
const PICTURE = /^\/image\/[a-z2-7]{20}\/\d+$/;

const Link = Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{ tag: "a[href]", getAttrs: (element) => LEADS.test(element.getAttribute("href").trim()) && null }],
  renderHTML: ({ HTMLAttributes }) => ["a", { href: HTMLAttributes.href, rel: "noopener" }, 0],
  addKeyboardShortcuts: () => ({ "Mod-k": () => { tools.link(); return true; } }),
});

const Figure = Node.create({
  name: "figure",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({ src: { default: "" }, alt: { default: "" }, caption: { default: "" } }),
  parseHTML: () => [{
    tag: "figure",
    getAttrs: (element) => {
      const image = element.querySelector("img");
      if (!image || !PICTURE.test(image.getAttribute("src"))) return false;
      return { src: image.getAttribute("src"), alt: image.alt, caption: element.querySelector("figcaption")?.textContent ?? "" };
    },
  }],
  renderHTML: ({ node }) => {
    const image = ["img", { src: node.attrs.src, alt: node.attrs.alt }];
    return node.attrs.caption ? ["figure", image, ["figcaption", node.attrs.caption]] : ["figure", image];
  },
});

const editor = new Editor({
  element: place,
  content: source.value,
  injectCSS: false,
  extensions: [
    Document, Paragraph, Text, Bold, Italic, Link, HardBreak, HorizontalRule, Figure, Gapcursor, Dropcursor, UndoRedo,
    Heading.configure({ levels: [2, 3] }), BulletList, OrderedList,
    Blockquote.extend({ content: "(paragraph | bulletList | orderedList)+" }),
    ListItem.extend({ content: "paragraph (paragraph | bulletList | orderedList)*" }),
    Placeholder.configure({ placeholder: "Write here" }),
  ],
  editorProps: {
    attributes: { class: "story-text", role: "textbox", "aria-multiline": "true", "aria-label": "Text", dir: "auto" },
    transformPastedHTML: unstyled,
    handlePaste: (view, event) => pasted(event),
    handleDrop: (view, event) => pictured(event.dataTransfer),
  },
  onUpdate: () => { keep(); source.dispatchEvent(new Event("input", { bubbles: true })); },
  onTransaction: () => show(),
});

function keep() {
  source.value = editor.isEmpty ? "" : editor.getHTML();
}

// --- the toolbar ---

const chain = () => editor.chain().focus();
const tools = {
  bold: () => chain().toggleBold().run(),
  italic: () => chain().toggleItalic().run(),
  heading2: () => chain().toggleHeading({ level: 2 }).run(),
  heading3: () => chain().toggleHeading({ level: 3 }).run(),
  quote: () => chain().toggleBlockquote().run(),
  bullets: () => chain().toggleBulletList().run(),
  numbers: () => chain().toggleOrderedList().run(),
  rule: () => chain().setHorizontalRule().run(),
  undo: () => chain().undo().run(),
  redo: () => chain().redo().run(),
  picture: () => document.dispatchEvent(new CustomEvent("draft:picture")),
  link: askLink,
  card: askCard,
};
const isOn = {
  bold: () => editor.isActive("bold"),
  italic: () => editor.isActive("italic"),
  link: () => editor.isActive("link"),
  heading2: () => editor.isActive("heading", { level: 2 }),
  heading3: () => editor.isActive("heading", { level: 3 }),
  quote: () => editor.isActive("blockquote"),
  bullets: () => editor.isActive("bulletList"),
  numbers: () => editor.isActive("orderedList"),
};

function show() {
  for (const [name, isPressed] of Object.entries(isOn)) {
    toolbar.querySelector(`[data-tool="${name}"]`).setAttribute("aria-pressed", String(isPressed()));
  }
  const words = editor.getText().match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0;
  count.textContent = `${words.toLocaleString()} ${words === 1 ? "word" : "words"}`;
}

function ask(title, value, take, remove) {
  document.dispatchEvent(new CustomEvent("draft:ask", { detail: { title, value, take, remove } }));
}

function askLink() {
  const has = editor.isActive("link");
  const take = (typed) => {
    const href = /^[\w-]+(\.[\w-]+)+([/?#]|$)/.test(typed) ? `https://${typed}` : typed;
    if (!LEADS.test(href)) return "An address begins with https://, http:// or mailto:.";
    if (!has && editor.state.selection.empty) chain().insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain().extendMarkRange("link").setMark("link", { href }).run();
  };
  ask("Link", editor.getAttributes("link").href, take, has ? () => chain().extendMarkRange("link").unsetMark("link").run() : null);
}

function askCard() {
  ask("Film, post, recording or chart", "", async (typed) => {
    const found = await cardAt(typed);
    if (found.error) return found.error;
    putCard(found);
  });
}

async function cardAt(address) {
  try {
    const answer = await fetch(`${form.dataset.card}?address=${encodeURIComponent(address)}`, { redirect: "error" });
    return await answer.json();
  } catch {
    return { error: "There is no connection to the site. Try again in a moment." };
  }
}

function putCard({ label, address }) {
  const link = { type: "text", text: label, marks: [{ type: "link", attrs: { href: address } }] };
  chain().insertContent([{ type: "paragraph", content: [link] }, { type: "paragraph" }]).run();
}

// --- what is pasted and dropped ---

// The page's policy refuses these anyway, and would report each one. What may stay is decided by the schema, and by the site.
function unstyled(html) {
  return html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(?:style|on\w+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, ""));
}

function pictured(data) {
  const file = [...(data?.files ?? [])].find((one) => one.type.startsWith("image/"));
  if (file) document.dispatchEvent(new CustomEvent("draft:picture", { detail: { file } }));
  return Boolean(file);
}

function pasted(event) {
  const text = event.clipboardData.getData("text/plain").trim();
  if (!text && pictured(event.clipboardData)) return true;
  if (!LEADS.test(text)) return false;
  const { selection } = editor.state;
  if (!selection.empty) return editor.commands.setMark("link", { href: text });
  const isAlone = selection.$from.parent.type.name === "paragraph" && selection.$from.parent.childCount === 0;
  if (isAlone) {
    cardAt(text).then((found) => found.error ? chain().insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href: text } }] }).run() : putCard(found));
  }
  return isAlone;
}

// --- what the other scripts say ---

document.addEventListener("draft:figure", (event) => {
  chain().insertContent({ type: "figure", attrs: event.detail }).run();
});

function figures(change) {
  const { tr } = editor.state;
  editor.state.doc.descendants((node, at) => { if (node.type.name === "figure") change(tr, node, at); });
  if (!tr.docChanged) return;
  // The site knows it already.
  editor.view.dispatch(tr.setMeta("preventUpdate", true).setMeta("addToHistory", false));
  keep();
}

document.addEventListener("draft:unfigure", (event) => {
  figures((tr, node, at) => {
    if (node.attrs.src.includes(`/${event.detail.image}/`)) tr.delete(tr.mapping.map(at), tr.mapping.map(at + node.nodeSize));
  });
});

document.addEventListener("draft:saved", (event) => {
  const known = event.detail.figures ?? {};
  figures((tr, node, at) => {
    const said = known[node.attrs.src.split("/")[2]];
    if (!said) return;
    const caption = new DOMParser().parseFromString(said.caption, "text/html").body.textContent;
    const alt = said.alt || node.attrs.alt;
    if (alt !== node.attrs.alt || caption !== node.attrs.caption) tr.setNodeMarkup(tr.mapping.map(at), null, { ...node.attrs, alt, caption });
  });
});

document.addEventListener("draft:replace", (event) => {
  const { html, markup } = event.detail;
  const paragraphs = (markup ?? "").split(/\n\s*\n/).map((text) => ({ type: "paragraph", content: text.trim() ? [{ type: "text", text: text.trim() }] : [] }));
  editor.commands.setContent(html ?? { type: "doc", content: paragraphs });
});

toolbar.addEventListener("click", (event) => {
  const tool = event.target.closest("[data-tool]");
  if (tool) tools[tool.dataset.tool]();
});
// The selection in the text stays where it is.
toolbar.addEventListener("mousedown", (event) => event.preventDefault());

// Now the text field may go: what it holds is in the editor, in the words of the site.
field.disabled = true;
document.getElementById("plain").hidden = true;
source.disabled = false;
for (const part of [toolbar, place, count]) part.hidden = false;
form.classList.add("is-editing");
if (hadFocus) editor.commands.focus("start");
show();
