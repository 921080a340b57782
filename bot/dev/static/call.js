// Calls on the development phone: what is said is shown, and spoken where the browser has a voice; keys and words go back.

const at = (id) => document.getElementById(id);
const place = document.body.dataset;
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const LOOK = 2000;
const call = { handset: null, sid: "", about: "", last: null, keyed: "", timer: 0, offered: null };

async function post(body) {
  const answer = await fetch(place.call, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error || `The server answered ${answer.status}.`);
  return told;
}

const from = () => ({ clinic: call.handset.clinic, number: call.handset.number, call: call.sid, about: call.about });

async function act(what, target = "", words = "") {
  try {
    follow(await post({ ...from(), do: what, at: target, words }));
  } catch (error) {
    line("note", error.message);
  }
}

function line(kind, words) {
  const item = document.createElement("li");
  item.className = kind;
  item.textContent = words;
  at("call-lines").append(item);
  item.scrollIntoView({ block: "end" });
}

function follow(told) {
  call.last = told;
  call.sid = told.call;
  for (const { words, language } of told.says || []) {
    line("said", words);
    speak(words, language);
  }
  const listens = Boolean(told.listens) && !told.keys_only;
  at("call-words").disabled = !(listens || told.records);
  at("call-words").placeholder = told.records ? "Leave a message" : listens ? "Say something" : "Only keys now";
  if (told.rings) {
    line("note", `Rings ${told.rings}; nobody sits there on this machine.`);
    act("ring_out", told.dialled);
  } else if (told.over) end("The call has ended.");
}

function speak(words, language) {
  if (!("speechSynthesis" in window) || !at("call-loud").checked) return;
  const utterance = new SpeechSynthesisUtterance(words);
  utterance.lang = language || "en-US";
  speechSynthesis.speak(utterance);
}
const hush = () => "speechSynthesis" in window && speechSynthesis.cancel();

function press(key) {
  hush();
  if (!call.last || !call.last.listens) return;
  clearTimeout(call.timer);
  call.keyed += key;
  at("call-keyed").textContent = call.keyed;
  // A moment for the next digit, as on a real telephone; # sends at once.
  call.timer = setTimeout(sendKeys, key === "#" ? 0 : call.keyed.length > 1 ? 1500 : 900);
}

function sendKeys() {
  const keyed = call.keyed;
  call.keyed = at("call-keyed").textContent = "";
  if (keyed && call.last?.listens) {
    line("mine", `Keys: ${keyed}`);
    act("key", call.last.listens, keyed);
  }
}

function open(title) {
  at("call").hidden = false;
  at("call-lines").replaceChildren();
  at("call-title").textContent = title;
  at("call-pad").hidden = at("call-form").hidden = false;
  at("call-incoming").hidden = true;
}

function end(words) {
  if (call.sid) post({ ...from(), do: "hang_up" }).catch(() => {});
  hush();
  line("note", words);
  call.sid = call.about = "";
  call.last = null;
  at("call-pad").hidden = at("call-form").hidden = true;
  at("call-close").textContent = "Close";
}

export function dial(handset) {
  Object.assign(call, { handset, sid: "", about: "", last: null, keyed: "" });
  open(`Calling ${handset.clinic_name}`);
  at("call-close").textContent = "Hang up";
  act("dial");
}

export async function look(handset) {
  if (!handset || call.sid || !at("call").hidden) return;
  const query = new URLSearchParams({ clinic: handset.clinic, number: handset.number });
  const { call: ringing } = await (await fetch(`${place.ringing}?${query}`)).json();
  if (!ringing || ringing.call === call.offered) return;
  Object.assign(call, { handset, sid: ringing.call, about: ringing.about, offered: ringing.call, last: null, keyed: "" });
  open(`${handset.clinic_name} is calling`);
  at("call-pad").hidden = at("call-form").hidden = true;
  at("call-incoming").hidden = false;
  at("call-close").textContent = "Decline";
}

export function start(chosen) {
  at("call-pad").replaceChildren(
    ...KEYS.map((key) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = key;
      button.addEventListener("click", () => press(key));
      return button;
    }),
  );
  at("call-start").addEventListener("click", () => chosen() && dial(chosen()));
  at("call-answer").addEventListener("click", () => {
    open(call.handset.clinic_name);
    at("call-close").textContent = "Hang up";
    act("pick_up");
  });
  at("call-close").addEventListener("click", () => {
    const declines = !at("call-incoming").hidden;
    if (declines) post({ ...from(), do: "decline" }).catch(() => {});
    if (declines || !call.sid) {
      call.sid = call.about = "";
      at("call").hidden = true;
    } else end("You hung up.");
  });
  at("call-silence").addEventListener("click", () => call.last?.listens && (line("mine", "(silence)"), act("wait", call.last.listens)));
  at("call-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const words = at("call-words").value.trim();
    at("call-words").value = "";
    if (!words || !call.last) return;
    hush();
    line("mine", words);
    if (call.last.records) act("leave", call.last.records);
    else act("say", call.last.listens, words);
  });
  setInterval(() => look(chosen()).catch(() => {}), LOOK);
}
