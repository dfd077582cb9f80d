/** Who may send webhooks: whoever knows the secret. `x-signature: sha256=<hex of HMAC-SHA-256 over the raw body>`. */
import { createHmac, timingSafeEqual } from 'node:crypto'

export function sign(secret, body) {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

export function isSigned(secret, body, header) {
  const expected = Buffer.from(sign(secret, body))
  const given = Buffer.from(typeof header === 'string' ? header : '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
