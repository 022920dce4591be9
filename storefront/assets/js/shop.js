// Everything works without this file: it lets a deadline count down and says so where there is no network.

function remaining(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const HOUR = 3_600_000;
for (const time of document.querySelectorAll("time[data-countdown]")) {
  const end = Date.parse(time.dateTime);
  const left = end - Date.now();
  if (left > 0 && left < HOUR) {
    time.title = time.textContent;
    const tick = () => {
      time.textContent = remaining(end - Date.now());
      if (Date.now() < end) {
        setTimeout(tick, 1000);
      } else {
        location.reload();
      }
    };
    tick();
  }
}

if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/assets/js/offline.js", { scope: "/" }));
}
