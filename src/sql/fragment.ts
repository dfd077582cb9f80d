/**
 * SQL text in pieces: the words we wrote, and the host's texts, which only ever become parameters. A template takes fragments alone, so that no string
 * of a definition can be spliced into a statement: names go through `quoted`, numbers through `numeral`, everything else through `text`.
 */

import { UsageError } from '../core/errors.js'

export interface Fragment {
  readonly pieces: readonly (string | TextPiece)[]
}

interface TextPiece {
  readonly text: string
}

/** sql`a < ${b}` */
export function sql(words: TemplateStringsArray, ...values: readonly Fragment[]): Fragment {
  const pieces: (string | TextPiece)[] = []
  words.forEach((word, i) => {
    if (word !== '') pieces.push(word)
    if (i < values.length) for (const piece of values[i].pieces) pieces.push(piece)
  })
  return { pieces }
}

export const NOTHING: Fragment = { pieces: [] }

/** A text of the host: a parameter of the statement. */
export function text(value: string): Fragment {
  return { pieces: [{ text: value }] }
}

export function list(parts: readonly Fragment[], between: Fragment = sql`, `): Fragment {
  return { pieces: parts.flatMap((part, i) => (i === 0 ? part.pieces : [...between.pieces, ...part.pieces])) }
}

const NUMERAL = /^-?\d+(\.\d+)?(e[+-]\d+)?$/

/** A finite number in digits. Negative ones stand in brackets: two minus signs would begin a comment. */
export function numeral(digits: string): Fragment {
  if (!NUMERAL.test(digits)) throw new UsageError('sql.number.not-finite', { got: digits })
  return { pieces: [digits.startsWith('-') ? `(${digits})` : digits] }
}

/**
 * A name between quotes.
 * @param written writes what the dialect needs for its own quote inside a name
 * @throws UsageError `sql.name.unusable` for a name no engine can have
 */
export function quoted(name: unknown, written: (name: string) => string, bytesMax: number): Fragment {
  if (typeof name !== 'string' || name === '' || name.includes('\0') || !isWellFormed(name) || bytesOf(name) > bytesMax)
    throw new UsageError('sql.name.unusable', { name: typeof name === 'string' ? name.slice(0, 100) : typeof name, bytesMax })
  return { pieces: [`"${written(name)}"`] }
}

/** Lines of a comment; line breaks inside would end it. */
export function comment(words: string): Fragment {
  return { pieces: [`-- ${words.replace(/[^\x20-\x7e]/g, '?')}\n`] }
}

export interface Rendered {
  readonly text: string
  readonly params: readonly string[]
}

/** @param placeholder how the n-th parameter is written, from 1; a text used twice is one parameter */
export function render({ pieces }: Fragment, placeholder: (n: number) => string): Rendered {
  const params: string[] = []
  const known = new Map<string, number>()
  const parts = pieces.map((piece) => {
    if (typeof piece === 'string') return piece
    let n = known.get(piece.text)
    if (n === undefined) {
      n = params.push(piece.text)
      known.set(piece.text, n)
    }
    return placeholder(n)
  })
  return { text: parts.join(''), params }
}

function isWellFormed(name: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(name)
}

/** UTF-8 length. */
function bytesOf(name: string): number {
  let bytes = 0
  for (const character of name) {
    const code = character.codePointAt(0) as number
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

export const TRUE: Fragment = sql`TRUE`
export const FALSE: Fragment = sql`FALSE`

export function all(parts: readonly Fragment[]): Fragment {
  if (parts.includes(FALSE)) return FALSE
  const needed = parts.filter((part) => part !== TRUE)
  return needed.length === 0 ? TRUE : needed.length === 1 ? needed[0] : sql`(${list(needed, sql` AND `)})`
}

export function any(parts: readonly Fragment[]): Fragment {
  if (parts.includes(TRUE)) return TRUE
  const needed = parts.filter((part) => part !== FALSE)
  return needed.length === 0 ? FALSE : needed.length === 1 ? needed[0] : sql`(${list(needed, sql` OR `)})`
}
