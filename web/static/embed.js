// For pages that embed Vigie: gives each of its frames the height of its content.
//   <iframe src="https://SITE/embed?province=namur" title="Agenda" width="100%" height="480"></iframe>
//   <script async src="https://SITE/static/embed.js"></script>
// It touches frames of the site that it comes from, reads nothing, keeps nothing, asks nobody else.
// data-max-height="600" on a frame keeps it from growing further: it then scrolls.
(function () {
  "use strict";
  var script = document.currentScript;
  if (!script || !window.URL) return;
  var embed = new URL("../embed", script.src);
  var MOST = 20000;

  // The origin that a frame was given, when it is one of ours; null for every other frame.
  function originOf(frame) {
    var given = frame.getAttribute("src");
    if (!given) return null;
    try {
      var address = new URL(given, document.baseURI);
      return address.origin === embed.origin && address.pathname === embed.pathname ? address.origin : null;
    } catch (error) {
      return null;
    }
  }

  function frames() {
    return Array.prototype.slice.call(document.getElementsByTagName("iframe"));
  }

  function isHeight(data) {
    return data !== null && typeof data === "object" && data.vigie === "height" &&
      typeof data.height === "number" && isFinite(data.height) && data.height >= 1 && data.height <= MOST;
  }

  window.addEventListener("message", function (event) {
    if (!isHeight(event.data)) return;
    frames().forEach(function (frame) {
      // Who speaks is this very frame, and still the site that was put into it.
      if (event.source !== frame.contentWindow || event.origin !== originOf(frame)) return;
      var most = Number(frame.getAttribute("data-max-height")) || MOST;
      frame.style.height = Math.ceil(Math.min(event.data.height, most)) + "px";
    });
  });

  // What has spoken before this script was there is asked to speak again; what speaks later needs no question.
  frames().forEach(function (frame) {
    var origin = originOf(frame);
    if (origin && frame.contentWindow) {
      try {
        frame.contentWindow.postMessage({ vigie: "ask" }, origin);
      } catch (error) { /* not loaded yet: it will speak */ }
    }
  });
})();
