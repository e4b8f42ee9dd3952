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
