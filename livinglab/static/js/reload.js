// <div id="job" data-reload-seconds="3">: fetch this page again and take over only that element, until it no longer asks.
const FEWEST = 2;
const MOST = 60;

async function fresh(id) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store", redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById(id);
}

function follow(element, failures = 0) {
  const seconds = Math.max(FEWEST, Number(element.dataset.reloadSeconds) || FEWEST);
  const wait = Math.min(MOST, seconds * 2 ** failures);
  setTimeout(async () => {
    if (document.hidden) return follow(element, failures);
    try {
      const next = await fresh(element.id);
      if (!next) return location.reload();
      if (element.contains(document.activeElement)) return follow(element);
      element.replaceWith(next);
      if (next.dataset.reloadSeconds) follow(next);
    } catch {
      follow(element, failures + 1);
    }
  }, wait * 1000);
}

for (const element of document.querySelectorAll("[data-reload-seconds][id]")) {
  if (!element.hasAttribute("aria-live")) element.setAttribute("aria-live", "polite");
  follow(element);
}
