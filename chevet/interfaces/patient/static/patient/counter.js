// Counting breaths together: a press for each, the clock in sight, the number put into the field, free to be corrected.
for (const counter of document.querySelectorAll("[data-counter]")) prepare(counter);

function prepare(counter) {
  const part = (name) => counter.querySelector(`[data-${name}]`);
  const field = counter.closest("fieldset").querySelector("input[type=text]");
  let breaths = 0, seconds = 0, ends = 0, ticking = 0;

  counter.hidden = false;
  for (const button of part("start").querySelectorAll("button")) button.addEventListener("click", () => begin(Number(button.dataset.seconds)));
  part("tap").addEventListener("click", () => { part("number").textContent = breaths += 1; });
  part("stop").addEventListener("click", () => { finish(); part("start").querySelector("button").focus(); });

  function begin(length) {
    [breaths, seconds, ends] = [0, length, Date.now() + length * 1000];
    part("number").textContent = "0";
    part("result").textContent = "";
    part("start").hidden = true;
    part("running").hidden = false;
    part("tap").focus();
    tick();
    ticking = setInterval(tick, 250);
  }

  function tick() {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    part("seconds-left").textContent = counter.dataset.remaining.replace("{}", left);
    if (!left) found();
  }

  function finish() {
    clearInterval(ticking);
    part("start").hidden = false;
    part("running").hidden = true;
  }

  function found() {
    finish();
    const rate = Math.round((breaths * 60) / seconds);
    for (const button of part("start").querySelectorAll("button[data-seconds='60']")) button.textContent = counter.dataset.restart;
    if (!rate) return;
    field.value = String(rate);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    part("result").textContent = counter.dataset.found.replace("{}", rate);
    field.focus();
  }
}
