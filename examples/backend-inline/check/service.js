/** The service as a process of its own, and what a sender of webhooks does: sign, send, send again until answered. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { sign } from '../signature.js'

export const SECRET = 'of-the-check'

/** @returns `{ process, address }` once it listens */
export function startService(url, port) {
  const service = spawn(process.execPath, [fileURLToPath(new URL('../server.js', import.meta.url))], {
    env: { ...process.env, DATABASE_URL: url, PORT: String(port), WEBHOOK_SECRET: SECRET },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    service.once('exit', (code) => reject(new Error(`the service ended with ${code} before it listened`)))
    service.stdout.once('data', (text) => {
      service.removeAllListeners('exit')
      resolve({ process: service, address: /http:\S+/.exec(String(text))[0] })
    })
  })
}

/** @returns `{ status, answer }`, or undefined when no answer came */
export async function send(address, path, body) {
  const text = JSON.stringify(body)
  try {
    const response = await fetch(address + path, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/json', 'x-signature': sign(SECRET, text) },
    })
    return { status: response.status, answer: await response.json() }
  } catch {
    return undefined // the process died, or is not up yet
  }
}
