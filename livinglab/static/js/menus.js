// Floating menus close on Escape, on a click elsewhere, and when the focus leaves them.
const FLOATING = "details.menu[open], details.languages[open], .head__actions details.confirm[open]";
const open = () => document.querySelectorAll(FLOATING);

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
});

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.(FLOATING);
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});
