// Long groups of checkboxes: a field to find one by its name, counts that follow, and a line that says what is chosen.
//   <fieldset data-choices> <div data-find hidden><input type="search"></div> <p data-chosen data-none="…"></p>
//   <details><summary>… <span data-count></span></summary> <label class="choice">…</label> … </details> </fieldset>
const plain = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .trim();

function listen(group) {
  const folds = [...group.querySelectorAll("details")];
  const labels = [...group.querySelectorAll("label.choice")];
  const find = group.querySelector("[data-find]");
  const chosen = group.querySelector("[data-chosen]");
  const openAtFirst = new Map(folds.map((fold) => [fold, fold.open]));

  function tell() {
    const names = labels.filter((label) => label.control.checked).map((label) => label.textContent.trim());
    if (chosen) chosen.textContent = names.length ? names.join(", ") : chosen.dataset.none;
    for (const fold of folds) {
      const count = fold.querySelectorAll("input:checked").length;
      const place = fold.querySelector("[data-count]");
      if (place) place.textContent = count ? place.dataset.count.replace("#", count) : "";
    }
  }

  function filter(words) {
    for (const label of labels) label.hidden = !plain(label.textContent).includes(words);
    for (const fold of folds) {
      const left = [...fold.querySelectorAll("label.choice")].some((label) => !label.hidden);
      fold.hidden = !left;
      fold.open = words ? left : openAtFirst.get(fold) || fold.querySelector("input:checked") !== null;
    }
  }

  group.addEventListener("change", tell);
  if (find) {
    find.hidden = false;
    const input = find.querySelector("input");
    input.addEventListener("input", () => filter(plain(input.value)));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const left = labels.filter((label) => !label.hidden);
      if (input.value && left.length === 1) {
        left[0].control.click();
        input.select();
      }
    });
  }
  tell();
}

for (const group of document.querySelectorAll("[data-choices]")) listen(group);
