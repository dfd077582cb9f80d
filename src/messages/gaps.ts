/** Sentences with gaps: what fills a gap is a child of the reason, named by its path and said in the same language. */

import type { Reason, Scalar } from '../core/reason.js'
import type { Catalogue } from './catalogue.js'

export interface Gaps {
  /** What fills the gap; empty text if nothing does. */
  readonly one: (gap: string) => string
  readonly many: (gap: string) => readonly string[]
  readonly has: (gap: string) => boolean
}

export type GappedSentence = (gaps: Gaps, params: Readonly<Record<string, Scalar>>) => string

/** A catalogue of codes `preview.terms.<word>`; `finish` is the language's typography. */
export function gappedCatalogue(sentences: Readonly<Record<string, GappedSentence>>, finish: (text: string) => string): Catalogue {
  const say = (reason: Reason): string => {
    const word = reason.code.slice(PREFIX.length)
    const children = reason.children ?? []
    const many = (gap: string): readonly string[] => children.filter(({ path }) => path?.[0] === gap).map(say)
    const gaps: Gaps = { many, one: (gap) => many(gap)[0] ?? '', has: (gap) => children.some(({ path }) => path?.[0] === gap) }
    return Object.hasOwn(sentences, word) ? sentences[word](gaps, reason.params) : reason.code
  }
  return Object.fromEntries(Object.keys(sentences).map((word) => [PREFIX + word, (reason: Reason) => finish(say(reason))]))
}

const PREFIX = 'preview.terms.'
