// The record beside the picture, one panel at a time (WAI-ARIA tabs): arrows go from one to the next, digits choose.
for (const list of document.querySelectorAll("[role=tablist]")) {
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const open = (tab, focus) => {
    for (const one of tabs) {
      one.setAttribute("aria-selected", String(one === tab));
      one.tabIndex = one === tab ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = one !== tab;
    }
    if (focus) tab.focus();
  };
  list.addEventListener("click", (event) => { const tab = event.target.closest("[role=tab]"); if (tab) { event.preventDefault(); open(tab); } });
  list.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = { Home: 0, End: tabs.length - 1 }[event.key] ?? (by && (tabs.indexOf(document.activeElement) + by + tabs.length) % tabs.length);
    if (at === undefined || at === false) return;
    event.preventDefault();
    open(tabs[at], true);
  });
  open(tabs.find((one) => one.getAttribute("aria-selected") === "true") ?? tabs[0]);
}
