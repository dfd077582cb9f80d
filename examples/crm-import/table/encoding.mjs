/** Which encoding a file is written in, from its first bytes that are not plain ASCII. */
import { isAscii, isUtf8 } from 'node:buffer'

/**
 * @param head the file's first bytes
 * @param telling the first piece of the file with a byte beyond ASCII; empty when there is none
 * @returns a `TextDecoder` label, or the name of what the file is instead of text
 */
export function encodingOf(head, telling) {
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return { encoding: 'utf-8', bom: true }
  if (startsWith(head, [0xff, 0xfe])) return { encoding: 'utf-16le', bom: true }
  if (startsWith(head, [0xfe, 0xff])) return { encoding: 'utf-16be', bom: true }
  for (const [name, magic] of BINARIES) if (startsWith(head, magic)) return { binary: name }
  const utf16 = utf16Of(head)
  if (utf16) return { encoding: utf16, bom: false }
  if (controlShare(head) > 0.02) return { binary: 'binary' }
  if (telling.length === 0 || isUtf8Piece(telling)) return { encoding: 'utf-8', bom: false }
  return { encoding: isChinese(telling) ? 'gb18030' : 'windows-1252', bom: false }
}

export { isAscii }

const BINARIES = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]], // also .xlsx
  ['xls', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['gzip', [0x1f, 0x8b]],
  ['parquet', [0x50, 0x41, 0x52, 0x31]],
]

function startsWith(bytes, magic) {
  return magic.every((byte, i) => bytes[i] === byte)
}

/** ASCII text in UTF-16 has a zero in every second byte. */
function utf16Of(bytes) {
  const zeros = [0, 0]
  const n = Math.min(bytes.length, 4096)
  for (let i = 0; i < n; i++) if (bytes[i] === 0) zeros[i % 2]++
  if (zeros[1] > n * 0.2 && zeros[0] < n * 0.02) return 'utf-16le'
  if (zeros[0] > n * 0.2 && zeros[1] < n * 0.02) return 'utf-16be'
  return undefined
}

function controlShare(bytes) {
  let controls = 0
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls++
  return bytes.length === 0 ? 0 : controls / bytes.length
}

/** A piece cut out of a file may begin and end within a character. */
function isUtf8Piece(bytes) {
  let from = 0
  while (from < 3 && (bytes[from] & 0xc0) === 0x80) from++
  for (let cut = 0; cut < 4; cut++) if (isUtf8(bytes.subarray(from, bytes.length - cut))) return true
  return false
}

/**
 * Chinese text has its high bytes in pairs, and a pair begins with A1 … D7 for all but rare characters. An accented letter of a western language mostly
 * stands alone, and where two meet (`öß`) the first is a small letter, E0 or more.
 */
function isChinese(bytes) {
  let runs = 0
  let single = 0
  let common = 0
  let pairs = 0
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] < 0x80) continue
    const from = i
    while (i + 1 < bytes.length && bytes[i + 1] >= 0x80) i++
    runs++
    if (i === from) single++
    for (let at = from; at < i; at += 2) {
      pairs++
      if (bytes[at] >= 0xa1 && bytes[at] <= 0xd7) common++
    }
  }
  return pairs > 0 && single < runs * 0.3 && common > pairs * 0.5
}
