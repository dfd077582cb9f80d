/** Names for contents: SHA-256 (FIPS 180-4) of RFC 8785 canonical JSON. Synchronous, because definitions are hashed inside pure calls and browsers only offer async crypto. */

import { canonicalJson } from './canonical-json.js'

/** 64 lower-case hex digits that name this JSON value. */
export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value))
}

/** SHA-256 of the UTF-8 bytes of `text`, as lower-case hex. */
export function sha256(text: string): string {
  const words = padded(text)
  const state = Int32Array.from(INITIAL)
  const w = new Int32Array(64)
  for (let block = 0; block < words.length; block += 16) compress(state, words, block, w)
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

function compress(state: Int32Array, words: Int32Array, block: number, w: Int32Array): void {
  for (let t = 0; t < 16; t++) w[t] = words[block + t]
  for (let t = 16; t < 64; t++) {
    const w15 = w[t - 15]
    const w2 = w[t - 2]
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3)
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10)
    w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0
  }
  let [a, b, c, d, e, f, g, h] = state
  for (let t = 0; t < 64; t++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[t] + w[t]) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  state[0] += a
  state[1] += b
  state[2] += c
  state[3] += d
  state[4] += e
  state[5] += f
  state[6] += g
  state[7] += h
}

function rotate(x: number, n: number): number {
  return (x >>> n) | (x << (32 - n))
}

/** The message with its 1 bit, zeros and 64-bit length, as big-endian words. */
function padded(text: string): Int32Array {
  const bytes = utf8(text)
  const words = new Int32Array(((bytes.length + 8) >> 6) * 16 + 16)
  for (let i = 0; i < bytes.length; i++) words[i >> 2] |= bytes[i] << (24 - (i & 3) * 8)
  words[bytes.length >> 2] |= 0x80 << (24 - (bytes.length & 3) * 8)
  words[words.length - 2] = Math.floor(bytes.length / 0x20000000)
  words[words.length - 1] = (bytes.length << 3) | 0
  return words
}

/** TextEncoder is a host global that bare engines lack; definitions are small. */
function utf8(text: string): number[] {
  const bytes: number[] = []
  for (const character of text) {
    const point = character.codePointAt(0) as number
    if (point < 0x80) bytes.push(point)
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63))
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63))
    else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63))
  }
  return bytes
}

/** No half of a surrogate pair stands alone: such text has no UTF-8 form. */
export // The first 32 bits of the fractional parts of the square (INITIAL) and cube (ROUND) roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3).
const PRIMES = firstPrimes(64)
const INITIAL = PRIMES.slice(0, 8).map((p) => fractionBits(p, 2))
const ROUND = PRIMES.map((p) => fractionBits(p, 3))

function firstPrimes(count: number): number[] {
  const primes: number[] = []
  for (let n = 2; primes.length < count; n++) if (primes.every((p) => n % p !== 0)) primes.push(n)
  return primes
}

/** floor(p^(1/k) · 2^32) mod 2^32, exact: the integer k-th root of p · 2^(32k), by bisection. */
function fractionBits(p: number, k: 2 | 3): number {
  const target = BigInt(p) << BigInt(32 * k)
  let low = 0n
  let high = 1n << 40n
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** BigInt(k) <= target) low = middle
    else high = middle
  }
  return Number(low & 0xffffffffn) | 0
}
