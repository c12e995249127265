// A form is sent once: the second press is swallowed until the page is shown again. Forms opt out with data-once="off".
const sending = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.dataset.once === "off") return;
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  // Other listeners may still stop this submit; look when they are done.
  setTimeout(() => {
    if (event.defaultPrevented) return;
    sending.add(form);
    form.setAttribute("aria-busy", "true");
    for (const button of form.elements) {
      if (button.type === "submit") button.setAttribute("aria-disabled", "true");
    }
  }, 0);
});

window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[aria-busy="true"]')) {
    sending.delete(form);
    form.removeAttribute("aria-busy");
    for (const button of form.elements) {
      if (button.type === "submit") button.removeAttribute("aria-disabled");
    }
  }
});
