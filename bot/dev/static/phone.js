// The development phone. Patients, thread and clock come from the server as JSON; nothing is kept here.

import * as calls from "./call.js";

const at = (id) => document.getElementById(id);
const place = document.body.dataset;
const POLL = 1000;
const TRY = {
  en: ["When is my appointment?", "Can I move it to Thursday afternoon?", "Where can I park?", "1", "2", "Can I talk to a person?"],
  es: ["¿Cuándo es mi cita?", "¿Puedo cambiarla al jueves por la tarde?", "¿Dónde puedo estacionar?", "1", "2", "Quiero hablar con una persona"],
};
const ANSWERED_BY_TWILIO = /^\s*(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout|start|unstop|help|info)\s*$/i;
const TICKS = { queued: "◷", sending: "◷", accepted: "◷", sent: "✓", delivered: "✓✓", read: "✓✓" };
const AUTHORS = { staff: "Staff", bot: "" };

const state = { handsets: [], chosen: null, shown: "", seen: null, skew: 0, zone: "UTC", waiting: [], reminder: null, timer: 0 };

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};
const now = () => new Date(Date.now() + state.skew);
const told = (instant, options) => new Intl.DateTimeFormat("en-US", { timeZone: state.zone, ...options }).format(instant);
const clock = (instant) => told(instant, { hour: "numeric", minute: "2-digit" });
const day = (instant) => told(instant, { weekday: "long", month: "short", day: "numeric" });
const initials = (name) => name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
const pretty = (number) => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "($1) $2-$3");

async function ask(address, options) {
  const answer = await fetch(address, { headers: { "Content-Type": "application/json" }, ...options });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error || `The server answered ${answer.status}.`);
  return told;
}
const post = (address, body) => ask(address, { method: "POST", body: JSON.stringify(body) });

function trouble(error) {
  at("trouble").hidden = !error;
  at("trouble").textContent = error ? error.message : "";
}

// --- patients ---------------------------------------------------------------------------------------------------

function showPeople() {
  const wanted = at("search").value.trim().toLowerCase();
  const digits = wanted.replace(/\D/g, "");
  const fits = (handset) =>
    handset.names.some((name) => name.toLowerCase().includes(wanted)) || (digits && handset.number.includes(digits));
  const found = state.handsets.filter((handset) => !wanted || fits(handset));
  at("people").replaceChildren(...found.map(row));
  at("nobody").hidden = found.length > 0;
}

function row(handset) {
  const button = make("button");
  button.type = "button";
  if (handset === state.chosen) button.setAttribute("aria-current", "true");
  const words = make("span");
  const others = handset.names.slice(1);
  const detail = others.length ? `with ${others.map((name) => name.split(" ")[0]).join(" and ")}` : handset.visit;
  words.append(make("span", "name", handset.names[0]), make("span", "more", detail || pretty(handset.number)));
  button.append(make("span", "avatar", handset.on_file ? initials(handset.names[0]) : "?"), words);
  if (handset.language !== "en") button.append(make("span", "tag", handset.language));
  button.addEventListener("click", () => choose(handset));
  const item = make("li");
  item.append(button);
  return item;
}

function choose(handset) {
  state.chosen = handset;
  state.shown = "";
  state.seen = null;
  state.waiting = [];
  state.zone = handset.timezone;
  history.replaceState(null, "", `#${handset.number.replace("+", "")}`);
  at("clinic-name").textContent = handset.clinic_name;
  at("clinic-number").textContent = pretty(handset.clinic_phone);
  at("clinic-initials").textContent = initials(handset.clinic_name);
  at("owner").textContent = handset.names[0];
  at("chips").replaceChildren(...(TRY[handset.language] || TRY.en).map(chip));
  side(false);
  showPeople();
  trouble(null);
  poll();
}

function chip(words) {
  const button = make("button", "", words);
  button.type = "button";
  button.addEventListener("click", () => send(words));
  return button;
}

async function loadPeople() {
  const { handsets } = await ask(place.people);
  state.handsets = handsets;
  const number = `+${location.hash.slice(1)}`;
  const first = handsets.find((handset) => handset.number === number) || handsets[0];
  if (first) choose(first);
  else trouble(new Error("There is no clinic yet: apply a clinic file, or start with `make run`."));
}

// --- the thread -------------------------------------------------------------------------------------------------

function showThread(messages) {
  const shown = JSON.stringify([messages, state.waiting.map((wait) => wait.body)]);
  if (shown === state.shown) return;
  const thread = at("thread");
  const atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80 || !state.shown;
  state.shown = shown;
  const items = [];
  let last = "";
  for (const message of messages) {
    const sent = new Date(message.at);
    if (day(sent) !== last) items.push(make("li", "day", (last = day(sent))));
    items.push(bubble(message));
    if (message.direction === "inbound" && ANSWERED_BY_TWILIO.test(message.body))
      items.push(make("li", "aside", "Twilio itself answers this word to the patient."));
  }
  for (const wait of state.waiting) items.push(bubble({ ...wait, direction: "inbound", status: "queued" }));
  if (state.waiting.length) items.push(typing());
  if (!items.length) items.push(make("li", "hello", "No messages yet. Write what a patient would write, or try one of the lines below."));
  thread.replaceChildren(...items);
  state.seen = new Set(messages.map((message) => message.id));
  if (atEnd) thread.scrollTop = thread.scrollHeight;
}

function bubble(message) {
  const mine = message.direction === "inbound";
  const failed = ["failed", "undelivered"].includes(message.status);
  const item = make("li", ["bubble", mine ? "mine" : message.author, failed ? "failed" : "", message.status === "queued" && mine ? "waiting" : ""].join(" "));
  if (state.seen && message.id && !state.seen.has(message.id) && !mine) item.classList.add("fresh");
  const meta = make("span", "meta");
  const author = mine ? "" : AUTHORS[message.author] ?? message.author;
  meta.append(make("span", "", [author, message.at ? clock(new Date(message.at)) : ""].filter(Boolean).join(" · ")));
  if (failed) meta.append(make("span", "", `Not delivered${message.error_code ? ` (${message.error_code})` : ""}`));
  else if (!mine) meta.append(ticks(message.status));
  item.append(make("span", "text", message.body || "(no words)"), meta);
  return item;
}

function ticks(status) {
  const done = status === "delivered" || status === "read";
  const mark = make("span", done ? "ticks delivered" : "ticks", TICKS[status] || "✓");
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", status);
  mark.title = status;
  return mark;
}

function typing() {
  const item = make("li", "typing");
  item.setAttribute("aria-label", "The clinic is answering");
  item.append(make("i"), make("i"), make("i"));
  return item;
}

async function poll() {
  clearTimeout(state.timer);
  const handset = state.chosen;
  if (handset) {
    try {
      const query = new URLSearchParams({ clinic: handset.clinic, number: handset.number });
      const answer = await ask(`${place.thread}?${query}`);
      if (handset === state.chosen) {
        state.skew = new Date(answer.now) - Date.now();
        showReminder(answer.next_reminder);
        showThread((state.messages = answer.messages));
        tick();
      }
    } catch (error) {
      trouble(error instanceof TypeError ? new Error("The server does not answer; trying again …") : error);
    }
  }
  clearTimeout(state.timer);
  state.timer = setTimeout(poll, document.hidden ? 5 * POLL : POLL);
}

async function send(words) {
  const body = words.trim();
  const handset = state.chosen;
  if (!body || !handset) return;
  const wait = { body };
  state.waiting.push(wait);
  showThread(state.messages || []);
  at("thread").scrollTop = at("thread").scrollHeight;
  trouble(null);
  try {
    await post(place.texts, { clinic: handset.clinic, number: handset.number, body });
  } catch (error) {
    trouble(error);
  }
  state.waiting = state.waiting.filter((other) => other !== wait);
  poll();
}

// --- the clock --------------------------------------------------------------------------------------------------

function tick() {
  at("clock-time").textContent = at("status-time").textContent = clock(now());
  at("clock-time").dateTime = now().toISOString();
  at("clock-day").textContent = day(now());
}

function showReminder(reminder) {
  state.reminder = reminder;
  at("to-reminder").disabled = !reminder;
  at("next-reminder").textContent = reminder
    ? `Next for this phone: ${day(new Date(reminder.due_at))}, ${clock(new Date(reminder.due_at))}.`
    : "No reminder is planned for this phone.";
}

async function move(body) {
  try {
    const { now: moved } = await post(place.clock, body);
    state.skew = new Date(moved) - Date.now();
    tick();
    trouble(null);
  } catch (error) {
    trouble(error);
  }
  poll();
}

// --- the page ---------------------------------------------------------------------------------------------------

function side(open) {
  document.querySelector(".side").classList.toggle("open", open);
  at("open-side").setAttribute("aria-expanded", String(open));
}

const words = at("words");
const ready = () => (at("send").disabled = !words.value.trim());
at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send(words.value);
  words.value = "";
  ready();
});
words.addEventListener("input", ready);
words.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  at("composer").requestSubmit();
});
at("search").addEventListener("input", showPeople);
at("open-side").addEventListener("click", () => side(!document.querySelector(".side").classList.contains("open")));
document.querySelector(".device").addEventListener("click", (event) => event.target.closest("#open-side") || side(false));
document.addEventListener("keydown", (event) => event.key === "Escape" && side(false));
document.addEventListener("visibilitychange", () => document.hidden || poll());
for (const button of document.querySelectorAll("[data-advance]"))
  button.addEventListener("click", () => move({ advance: Number(button.dataset.advance) }));
at("to-reminder").addEventListener("click", () => state.reminder && move({ now: state.reminder.due_at }));
calls.start(() => state.chosen);
setInterval(tick, 1000);
loadPeople().catch(trouble);
