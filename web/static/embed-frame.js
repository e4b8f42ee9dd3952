// In the embedded page: tells the page around it how high the content is. The page is whole without it.
(function () {
  "use strict";
  var host = window.parent;
  if (host === window || !window.ResizeObserver) return;
  function tell() {
    // Anybody may embed this page and a height is no secret: any origin may hear it.
    host.postMessage({ vigie: "height", height: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
  }
  // The script of the host may come after the first message: it asks.
  window.addEventListener("message", function (event) {
    if (event.source === host && event.data && event.data.vigie === "ask") tell();
  });
  // A frame that is out of sight is not observed: it speaks once by itself.
  tell();
  new ResizeObserver(tell).observe(document.body);
})();
