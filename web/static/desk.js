// What the desk adds where scripts run; everything works without. Sections append blocks, each in a function of its own.
"use strict";

// An answer that refuses says why: htmx leaves the page alone, so the reason is shown here.
(function reasons() {
  document.addEventListener("htmx:responseError", (event) => {
    const answer = event.detail.xhr;
    const page = new DOMParser().parseFromString(answer.responseText, "text/html");
    const said = page.querySelector("main .lede, main [role=alert]");
    let place = document.getElementById("desk-reason");
    if (!place) {
      place = document.createElement("p");
      place.id = "desk-reason";
      place.className = "notice notice-bad";
      place.setAttribute("role", "alert");
      document.querySelector("main").prepend(place);
    }
    place.textContent = said ? said.textContent.trim() : `${answer.status} ${answer.statusText}`;
  });
})();

// Ctrl-Enter (⌘-Enter) in a text that can be run runs it.
(function running() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("[data-runs]")) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });
})();

// The review queue: one key for each answer, never while somebody types, and only where keys are on (data-keys).
(function queueKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (!/^[a-z]$/i.test(event.key) || document.querySelector("#queue .htmx-request")) return;
    const button = document.querySelector(`[data-keys] [data-key="${event.key.toLowerCase()}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  // The next question takes the focus, so that a screen reader and the keyboard are where the eye is.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "queue" && event.target.id !== "queue") return;
    const heading = document.getElementById("question");
    if (heading) heading.focus({ preventScroll: true });
  });
})();

// On a small screen the navigation is one row that scrolls: the section that is open comes into view.
(function here() {
  const current = document.querySelector(".desk-head nav [aria-current]");
  const row = current && current.closest("ul");
  if (row && row.scrollWidth > row.clientWidth) {
    row.scrollLeft = current.parentElement.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }
})();
