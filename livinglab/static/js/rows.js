// Rows of options or points in a form (templates/questionnaires/_rows.html): add, remove, move and drag them without a
// request. Enter goes to the next row, a pasted list becomes one row per line. What is sent is the same as without it.
const rows = (list) => [...list.querySelectorAll(":scope > [data-row]")];

function enhance(box) {
  const field = box.dataset.field;
  const input = (row) => row.querySelector(`input[name="${field}"]`);
  const key = (row) => row.querySelector(`input[name="${field}_key"]`);
  const list = box.querySelector(".rows__list");
  const more = box.querySelector(`[name="${field}_more"]`);
  const most = Number(box.dataset.most);
  const one = box.dataset.one;
  const name = one[0].toUpperCase() + one.slice(1);
  const live = document.createElement("p");
  live.className = "visually-hidden";
  live.setAttribute("aria-live", "polite");
  list.after(live);

  function number() {
    const all = rows(list);
    all.forEach((row, at) => {
      const place = at + 1;
      input(row).id = `${field}-${place}`;
      row.querySelector("label").htmlFor = `${field}-${place}`;
      row.querySelector("label").textContent = `${name} ${place}`;
      for (const [button, label, off] of [
        ["up", `Move ${one} ${place} up`, at === 0],
        ["down", `Move ${one} ${place} down`, at === all.length - 1],
        ["drop", `Remove ${one} ${place}`, false],
      ]) {
        const found = row.querySelector(`[name="${field}_${button}"]`);
        found.value = String(place);
        found.setAttribute("aria-label", label);
        if (off) found.setAttribute("aria-disabled", "true");
        else found.removeAttribute("aria-disabled");
      }
    });
    if (all.length >= most) more.setAttribute("aria-disabled", "true");
    else more.removeAttribute("aria-disabled");
  }

  function changed(row) {
    input(row).dispatchEvent(new Event("change", { bubbles: true }));
    number();
  }

  function add(after, words = "") {
    if (rows(list).length >= most) return null;
    const row = rows(list)[0].cloneNode(true);
    row.classList.remove("rows__row--bad");
    row.querySelector(".field__error")?.remove();
    key(row).value = "";
    for (const attribute of ["aria-invalid", "aria-describedby"]) input(row).removeAttribute(attribute);
    input(row).value = words;
    if (after) after.after(row);
    else list.append(row);
    changed(row);
    return row;
  }

  function drop(row) {
    const all = rows(list);
    const at = all.indexOf(row);
    if (all.length === 1) {
      key(row).value = "";
      input(row).value = "";
      input(row).focus();
      return changed(row);
    }
    row.remove();
    const next = rows(list)[Math.min(at, all.length - 2)];
    input(next).focus();
    live.textContent = `${name} ${at + 1}: removed`;
    changed(next);
  }

  function move(row, step) {
    const other = rows(list)[rows(list).indexOf(row) + step];
    if (!other) return;
    const focus = document.activeElement;
    if (step > 0) other.after(row);
    else other.before(row);
    if (row.contains(focus)) focus.focus();
    changed(row);
    live.textContent = `${input(row).value}: ${rows(list).indexOf(row) + 1} / ${rows(list).length}`;
  }

  box.addEventListener("click", (event) => {
    const button = event.target.closest(`[name^="${field}_"]`);
    if (!button || button.name === `${field}_scale` || button.localName !== "button") return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    if (button.name === `${field}_more`) {
      const added = add(null);
      if (added) input(added).focus();
    } else if (button.name === `${field}_drop`) drop(row);
    else move(row, button.name === `${field}_up` ? -1 : 1);
  });

  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.name !== field) return;
    event.preventDefault();
    const row = event.target.closest("[data-row]");
    const next = rows(list)[rows(list).indexOf(row) + 1] ?? add(row);
    if (next) input(next).focus();
  });

  list.addEventListener("paste", (event) => {
    const lines = (event.clipboardData?.getData("text") ?? "").split(/\r\n|\r|\n/).map((line) => line.trim()).filter(Boolean);
    if (lines.length < 2 || event.target.name !== field) return;
    event.preventDefault();
    let row = event.target.closest("[data-row]");
    event.target.setRangeText(lines[0], event.target.selectionStart, event.target.selectionEnd, "end");
    for (const line of lines.slice(1)) {
      const next = rows(list)[rows(list).indexOf(row) + 1];
      if (next && !input(next).value.trim()) {
        input(next).value = line;
        row = next;
      } else row = add(row, line) ?? row;
    }
    input(row).focus();
    changed(row);
  });

  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(".rows__handle");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    const row = handle.closest("[data-row]");
    row.classList.add("rows__row--dragged");
    handle.setPointerCapture(event.pointerId);
    const drag = (moved) => {
      for (const other of rows(list)) {
        const place = other.getBoundingClientRect();
        if (other === row || moved.clientY < place.top || moved.clientY > place.bottom) continue;
        if (rows(list).indexOf(other) < rows(list).indexOf(row)) other.before(row);
        else other.after(row);
        handle.setPointerCapture(moved.pointerId);
        return;
      }
    };
    handle.addEventListener("pointermove", drag);
    handle.addEventListener(
      "lostpointercapture",
      () => {
        handle.removeEventListener("pointermove", drag);
        row.classList.remove("rows__row--dragged");
        changed(row);
      },
      { once: true },
    );
  });

  for (const handle of list.querySelectorAll(".rows__handle")) handle.hidden = false;
  number();
}

for (const box of document.querySelectorAll("[data-rows]")) enhance(box);
