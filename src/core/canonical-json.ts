/** One text for one JSON value (RFC 8785): what is hashed, and how contents are compared. */

import { UsageError } from './errors.js'

/** RFC 8785: members sorted by UTF-16 code units, numbers and strings as ECMAScript writes them. Members that are `undefined` are left out, as JSON does. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new UsageError('hash.number.not-finite')
    return JSON.stringify(value)
  }
  if (typeof value === 'string') {
    if (!isWellFormed(value)) throw new UsageError('hash.string.lone-surrogate')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item === undefined ? null : item)).join(',')}]`
  if (typeof value === 'object') {
    const object = value as Record<string, unknown>
    const members = Object.keys(object)
      .filter((key) => object[key] !== undefined)
      .sort()
      .map((key) => `${canonicalJson(key)}:${canonicalJson(object[key])}`)
    return `{${members.join(',')}}`
  }
  throw new UsageError('hash.value.not-json', { type: typeof value })
}

export function isWellFormed(text: string): boolean {
  for (const character of text) {
    const point = character.codePointAt(0) as number
    if (point >= 0xd800 && point <= 0xdfff) return false
  }
  return true
}
