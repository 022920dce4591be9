// Without a network a page cannot be had: this says so, in the shop's own words, instead of the browser's. Nothing else is
// kept, so that nobody sees an old price or somebody else's order.

const KEPT = "offline-1";
const PAGE = "/offline";

async function keep() {
  const cache = await caches.open(KEPT);
  // As a stranger: a name in the frame must not stay on a shared phone.
  const page = await fetch(PAGE, { credentials: "omit", cache: "reload" });
  const files = [...(await page.clone().text()).matchAll(/(?:href|src)="(\/assets\/[^"#]+\.(?:css|svg))/g)];
  await cache.put(PAGE, page);
  await cache.addAll([...new Set(files.map((file) => file[1]))]);
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) =>
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
      await self.registration.navigationPreload?.enable();
    })(),
  ),
);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(
      (async () => {
        try {
          return (await event.preloadResponse) ?? (await fetch(request));
        } catch {
          return (await caches.match(PAGE)) ?? Response.error();
        }
      })(),
    );
  } else if (new URL(request.url).pathname.startsWith("/assets/")) {
    event.respondWith(
      fetch(request).catch(async () => (await caches.match(request, { ignoreSearch: true })) ?? Response.error()),
    );
  }
});
