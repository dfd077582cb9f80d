/** Keeps the page for offline: what was fetched once is answered from the cache, the page itself from the network while there is one. */
const CACHE = 'tier-designer-1'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return
  event.respondWith(request.mode === 'navigate' ? freshFirst(request) : keptFirst(request))
})

async function freshFirst(request) {
  try {
    return await keep(request)
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) ?? Response.error()
  }
}

async function keptFirst(request) {
  return (await caches.match(request)) ?? keep(request)
}

async function keep(request) {
  const response = await fetch(request)
  if (response.ok) (await caches.open(CACHE)).put(request, response.clone())
  return response
}
