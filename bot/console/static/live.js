// The desk, live: what has changed is shown at once, keys move through the lists, emergencies may ring.

const POLLS_REST_MS = 20000;
const TRY_AGAIN_MS = 15000;
const remembered = (name) => window.localStorage.getItem(`frontdesk.${name}`) === "on";
const remember = (name, on) => window.localStorage.setItem(`frontdesk.${name}`, on ? "on" : "off");

// --- The server says that something has changed, and the parts of the page ask for it. Where there is no stream, or no
// seat is left in one, they go on asking every few seconds.

let live = false;
let asked = 0;
let source = null;
let again = 0;

function ask() {
  asked = Date.now();
  window.htmx.trigger(document.body, "changed");
}

function hush() {
  window.clearTimeout(again);
  source?.close();
  source = null;
  live = false;
}

function listen() {
  hush();
  source = new EventSource(document.body.dataset.stream);
  source.addEventListener("open", () => {
    live = true;
    ask();
  });
  source.addEventListener("changed", ask);
  source.addEventListener("error", () => {
    live = false;
    if (source.readyState === EventSource.CLOSED) again = window.setTimeout(listen, TRY_AGAIN_MS);
  });
}

if (document.body.dataset.stream && window.EventSource) {
  // A page that nobody sees leaves its seat to others, unless it is to ring.
  const look = () => {
    if (document.hidden && !remembered("rings")) hush();
    else if (!source) listen();
  };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pagehide", hush);
  look();
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const polls = event.detail.elt.getAttribute("hx-trigger")?.startsWith("every");
  const byItself = polls && !event.detail.requestConfig.triggeringEvent;
  if (byItself && live && Date.now() - asked < POLLS_REST_MS) event.preventDefault();
  else if (byItself) asked = Date.now();
});

// --- Emergencies ring and show a notification, for whoever asked for it. Nothing in it is about the patient.

const alarmsNow = () => Number(document.getElementById("open-count")?.dataset.alarms || 0);
let alarms = alarmsNow();
let audio = null;

function beep() {
  audio ||= new AudioContext();
  for (const at of [0, 0.3]) {
    const tone = new OscillatorNode(audio, { frequency: 880 });
    const volume = new GainNode(audio, { gain: 0.2 });
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.18);
  }
}

document.addEventListener("htmx:afterSettle", () => {
  const before = alarms;
  alarms = alarmsNow();
  if (alarms <= before || !remembered("rings")) return;
  beep();
  if (window.Notification?.permission === "granted") {
    new Notification("Frontdesk", { body: "An emergency is waiting.", tag: "emergency" });
  }
});

// --- Switches for both, in the sheet of one's account and in the list of keys.

function show(button) {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(remembered(button.dataset.switch)));
}

document.querySelectorAll("button[data-switch]").forEach((button) => {
  if (button.dataset.switch === "keys" && window.localStorage.getItem("frontdesk.keys") === null) remember("keys", true);
  show(button);
  button.addEventListener("click", async () => {
    const on = !remembered(button.dataset.switch);
    remember(button.dataset.switch, on);
    show(button);
    if (button.dataset.switch === "rings" && on) {
      beep();
      if (window.Notification?.permission === "default") await Notification.requestPermission();
    }
  });
});

// --- Keys: they do what a click would do.

const rows = () => [...document.querySelectorAll("#cases a.row, #talks a.row")];

function step(by) {
  const all = rows();
  const at = all.findIndex((row) => row === document.activeElement || (row.ariaCurrent === "true" && !all.includes(document.activeElement)));
  all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
}

function search() {
  const field = document.getElementById("search");
  if (field) field.focus();
  else document.querySelector("a[data-key='/']")?.click();
}

function resolve() {
  const menu = document.querySelector("details[data-key='e']");
  if (!menu) return;
  menu.open = true;
  menu.querySelector("select, textarea, button").focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  r: () => document.getElementById("reply")?.focus(),
  e: resolve,
  c: () => document.querySelector("button[data-key='c']")?.click(),
  "/": search,
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable], dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !remembered("keys")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.querySelectorAll("[data-opens]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
});
