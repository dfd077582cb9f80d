/** Which words a definition uses. Conditions and values are trees of plain objects, so one walk finds them. */

import { readExact } from '../core/decimal/exact.js'

export type WordKind = 'measure' | 'flag' | 'field' | 'value' | 'other'

export interface Word {
  readonly kind: WordKind
  /** The operator it stands with. */
  readonly key: string
  readonly name: string
  readonly path: readonly (string | number)[]
}

/** Operators of the language that a lifecycle has no answer for. */
const ELSEWHERE = new Set(['balance', 'member', 'tier', 'byTier', 'byEarned', 'earned'])

/** Values whose text is a name unless it is a number. */
const NAMED = new Set([
  'value',
  'by',
  'of',
  'yearsSince',
  'plus',
  'minus',
  'times',
  'over',
  'min',
  'max',
  'round',
  'then',
  'else',
  'ladder',
  'rate',
])

/** The words of a condition or value. */
export function wordsOf(node: unknown, path: readonly (string | number)[] = []): Word[] {
  if (node === null || typeof node !== 'object') return []
  const words: Word[] = []
  for (const [key, member] of Object.entries(node)) {
    const at = [...path, key]
    if (key === 'measure') words.push({ kind: 'measure', key, name: String(member), path: at })
    else if (key === 'flag') words.push({ kind: 'flag', key, name: String(member), path: at })
    else if (key === 'share') {
      for (const part of ['of', 'in'] as const)
        words.push({ kind: 'measure', key, name: String((member as Readonly<Record<string, unknown>>)[part]), path: [...at, part] })
    } else if (key === 'field' || key === 'by' || key === 'sum') words.push({ kind: 'field', key, name: String(member), path: at })
    else if (key === 'calendar' && member === 'hour') words.push({ kind: 'field', key, name: 'hour', path: at })
    else if (ELSEWHERE.has(key)) words.push({ kind: 'other', key, name: key, path: at })
    else if (key === 'window' && member === 'closed') words.push({ kind: 'other', key, name: 'closed', path: at })
    // Of a measure `from` is a fact type; of a step of a ladder it is a value.
    else if (NAMED.has(key) || (key === 'from' && path.includes('steps'))) {
      for (const [i, one] of (Array.isArray(member) ? member : [member]).entries())
        if (typeof one === 'string' && readExact(one) === undefined)
          words.push({ kind: 'value', key, name: one, path: Array.isArray(member) ? [...at, i] : at })
    }
    if (key !== 'share') words.push(...wordsOf(member, at))
  }
  return words
}
