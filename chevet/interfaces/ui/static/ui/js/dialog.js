// <a href="/page/that/asks" data-opens="ID">: opens <dialog id="ID">; without JavaScript the link leads to the page that asks.
// <button data-closes>: closes the dialog around it. The browser keeps the focus inside and gives it back.
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
    return;
  }
  event.target.closest?.("[data-closes]")?.closest("dialog")?.close();
});

// <form data-confirm="Sentence?">: a last question before sending, when no dialog was written for it.
document.addEventListener("submit", (event) => {
  const sentence = event.target.dataset.confirm;
  if (sentence && !confirm(sentence)) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);
