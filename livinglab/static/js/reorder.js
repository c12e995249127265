// Lists that people put in order: buttons, arrow keys on the handle, or dragging. See components/reorder.html.
const rows = (list) => [...list.querySelectorAll(":scope > [data-key]")];
const nameOf = (row) => row.querySelector(".reorder__body")?.textContent.trim().slice(0, 80) ?? row.dataset.key;

function listen(list) {
  const form = document.getElementById(list.dataset.reorder) ?? list.closest("form");
  const order = form?.elements.namedItem("order");
  if (!order) return;

  const live = document.createElement("p");
  live.className = "visually-hidden";
  live.setAttribute("aria-live", "polite");
  list.after(live);

  let timer = 0;

  function show() {
    const all = rows(list);
    all.forEach((row, at) => {
      row.querySelector('[name="up"]')?.toggleAttribute("data-end", at === 0);
      row.querySelector('[name="down"]')?.toggleAttribute("data-end", at === all.length - 1);
      for (const button of row.querySelectorAll('[name="up"], [name="down"]')) {
        if (button.hasAttribute("data-end")) button.setAttribute("aria-disabled", "true");
        else button.removeAttribute("aria-disabled");
      }
    });
  }

  function tell(row) {
    const all = rows(list);
    live.textContent = `${nameOf(row)}: ${all.indexOf(row) + 1} / ${all.length}`;
  }

  // One request after the last of several quick moves. If it fails the page asks the server by an ordinary submit.
  function save() {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      order.disabled = false;
      order.value = rows(list).map((row) => row.dataset.key).join(",");
      try {
        const answer = await fetch(form.action, {
          method: "POST",
          body: new URLSearchParams(new FormData(form)),
          credentials: "same-origin",
        });
        if (!answer.ok) throw new Error(String(answer.status));
        order.disabled = true;
      } catch {
        form.requestSubmit();
      }
    }, 400);
  }

  function move(row, step) {
    const all = rows(list);
    const at = all.indexOf(row);
    const to = at + step;
    if (to < 0 || to >= all.length) return;
    const focus = document.activeElement;
    if (step > 0) all[to].after(row);
    else all[to].before(row);
    if (row.contains(focus)) focus.focus();
    show();
    tell(row);
    save();
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="up"], button[name="down"]');
    if (!button || !list.contains(button)) return;
    event.preventDefault();
    move(button.closest("[data-key]"), button.name === "up" ? -1 : 1);
  });

  list.addEventListener("keydown", (event) => {
    const handle = event.target.closest(".reorder__handle");
    if (!handle || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    move(handle.closest("[data-key]"), event.key === "ArrowUp" ? -1 : 1);
  });

  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(".reorder__handle");
    if (!handle || event.button !== 0) return;
    const row = handle.closest("[data-key]");
    const before = rows(list);
    row.classList.add("reorder__item--dragged");
    handle.setPointerCapture(event.pointerId);

    const drag = (moved) => {
      for (const other of rows(list)) {
        if (other === row) continue;
        const box = other.getBoundingClientRect();
        if (moved.clientY < box.top || moved.clientY > box.bottom) continue;
        const all = rows(list);
        if (all.indexOf(other) < all.indexOf(row)) other.before(row);
        else other.after(row);
        handle.setPointerCapture(moved.pointerId);
        break;
      }
    };
    const drop = () => {
      handle.removeEventListener("pointermove", drag);
      row.classList.remove("reorder__item--dragged");
      show();
      if (rows(list).some((one, at) => one !== before[at])) {
        tell(row);
        save();
      }
    };
    handle.addEventListener("pointermove", drag);
    handle.addEventListener("lostpointercapture", drop, { once: true });
  });

  for (const handle of list.querySelectorAll(".reorder__handle")) handle.hidden = false;
  show();
}

for (const list of document.querySelectorAll("[data-reorder]")) listen(list);
