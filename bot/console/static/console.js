// What the pages do without this file, they do a little more comfortably with it. Nothing here is needed to work.

let leaving = false;

// A session that has ended answers updates with the way to the log-in page; patients' data leave the screen.
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status !== 401) return;
  leaving = true;
  window.location.reload();
});

// How long the answer is: in characters, and in the segments that the phone company counts.
const GSM = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;
const DOUBLE = /[\^{}\\[~\]|€]/g;

function segments(text) {
  if (!text) return 0;
  const gsm = GSM.test(text);
  const length = gsm ? text.length + (text.match(DOUBLE) || []).length : text.length;
  const [one, each] = gsm ? [160, 153] : [70, 67];
  return length <= one ? 1 : Math.ceil(length / each);
}

function count(area) {
  const output = area.form.querySelector("output[data-count]");
  if (!output) return;
  const parts = segments(area.value);
  output.textContent = parts ? `${area.value.length} of ${output.dataset.count} · ${parts} segment${parts > 1 ? "s" : ""}` : "";
}

document.addEventListener("input", (event) => {
  if (event.target.id === "reply") count(event.target);
});

// Ctrl+Enter or ⌘+Enter sends.
document.addEventListener("keydown", (event) => {
  if (event.target.id === "reply" && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
  if (event.key === "Escape") {
    document.querySelectorAll("details.menu[open], details.me[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
});

// A click beside an open sheet closes it.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open], details.me[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// The number of open cases stands in the tab's title.
document.addEventListener("htmx:afterSettle", () => {
  const open = Number(document.getElementById("open-count")?.dataset.open || 0);
  document.title = document.title.replace(/^\(\d+\) /, "").replace(/^/, open ? `(${open}) ` : "");
});

document.querySelectorAll("#reply").forEach(count);

// A choice in a filter shows its page at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submits]")) event.target.form.requestSubmit();
});

// A visit dragged to a free time opens the page on which the move is read and confirmed.
document.addEventListener("dragstart", (event) => {
  const visit = event.target.closest?.("[data-move]");
  if (visit) event.dataTransfer.setData("text/x-visit", visit.dataset.move);
});
document.addEventListener("dragover", (event) => {
  const free = event.target.closest?.("[data-free]");
  document.querySelectorAll(".over").forEach((one) => one !== free && one.classList.remove("over"));
  if (free && event.dataTransfer.types.includes("text/x-visit")) {
    event.preventDefault();
    free.classList.add("over");
  }
});
document.addEventListener("drop", (event) => {
  const free = event.target.closest?.("[data-free]");
  const visit = event.dataTransfer.getData("text/x-visit");
  if (free && visit) {
    event.preventDefault();
    window.location.assign(`${visit}?${free.dataset.free}`);
  }
});

// A ready-made answer goes into the field, to be read and changed before it is sent.
function scripted() {
  document.querySelectorAll("[data-scripted]").forEach((part) => { part.hidden = false; });
}
scripted();
document.addEventListener("htmx:afterSettle", scripted);
document.addEventListener("change", (event) => {
  const fills = event.target.dataset.fills;
  if (!fills || !event.target.value) return;
  const area = document.getElementById(fills);
  area.value = area.value.trim() ? `${area.value.trimEnd()}\n${event.target.value}` : event.target.value;
  event.target.value = "";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
});

// What was written and not sent is not lost without a word: not by resolving or handing back, nor by going elsewhere.
const written = (id) => document.getElementById(id)?.value.trim() || "";

function warn(form) {
  form.dataset.warned = "yes";
  const warning = document.createElement("p");
  warning.className = "notice bad";
  warning.setAttribute("role", "alert");
  warning.textContent = "Your answer was not sent. Send it first, or press once more to drop it.";
  form.append(warning);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-leaves]") && written("reply") && !form.dataset.warned) {
    event.preventDefault();
    warn(form);
    return;
  }
  if (!form.hasAttribute("hx-post")) leaving = true;
});

// Claiming draws the conversation anew; what was being written stays in its field, from the first moment it is there.
let draft = "";

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "case" && !event.detail.requestConfig.elt.matches(".composer")) draft = written("reply");
});
document.addEventListener("htmx:afterSwap", () => {
  const area = document.getElementById("reply");
  if (draft && area && !area.value) {
    area.value = draft;
    count(area);
    draft = "";
  }
});

window.addEventListener("beforeunload", (event) => {
  if (!leaving && (written("reply") || written("note"))) event.preventDefault();
});
