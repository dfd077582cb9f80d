/** Phrases: reasons that only say what a definition means. A phrase with gaps carries what fills them as children. */

import { type Reason, reason, type Scalar } from '../../core/reason.js'

type Params = Readonly<Record<string, Scalar | undefined>>
/** Gap → what fills it; a list fills it with several, in order. */
type Gaps = Readonly<Record<string, Reason | readonly Reason[] | undefined>>

/** The code is `preview.terms.<word>`. Children name their gap, and their place in it, in `path`. */
export function phrase(word: string, params: Params = {}, gaps: Gaps = {}): Reason {
  const children: Reason[] = []
  for (const [gap, filling] of Object.entries(gaps)) {
    if (filling === undefined) continue
    if (isOne(filling)) children.push({ ...filling, path: [gap] })
    else children.push(...filling.map((part, i) => ({ ...part, path: [gap, i] })))
  }
  const known = Object.fromEntries(Object.entries(params).filter((entry): entry is [string, Scalar] => entry[1] !== undefined))
  return reason(`preview.terms.${word}`, 'info', known, children.length > 0 ? { children } : {})
}

/** Host's words, each a phrase: a catalogue may know them. */
export function words(ids: string | readonly string[]): Reason[] {
  return (typeof ids === 'string' ? [ids] : ids).map((id) => phrase('word', { id }))
}

/** Tiers by id; `withNames` adds what the program calls them. */
export function tierWords(ids: string | readonly string[]): Reason[] {
  return (typeof ids === 'string' ? [ids] : ids).map((id) => phrase('tier-name', { id }))
}

/** What a program calls its things, by id. */
export interface Names {
  readonly tiers: ReadonlyMap<string, string>
  readonly currencies: ReadonlyMap<string, string>
  readonly measures: ReadonlyMap<string, string>
}

export function withNames(part: Reason, names: Names, parent = ''): Reason {
  const name = namesFor(part, names, parent)?.get(String(part.params.id))
  return {
    ...part,
    ...(name === undefined ? {} : { params: { ...part.params, name } }),
    ...(part.children === undefined ? {} : { children: part.children.map((child) => withNames(child, names, part.code)) }),
  }
}

/** A word is of the kind of thing its gap asks for. */
function namesFor({ code, path }: Reason, { tiers, currencies, measures }: Names, parent: string): ReadonlyMap<string, string> | undefined {
  if (code === 'preview.terms.tier-name') return tiers
  if (code !== 'preview.terms.word') return undefined
  if (path?.[0] === 'currency') return currencies
  return path?.[0] === 'measure' || (path?.[0] === 'name' && MEASURED.test(parent)) ? measures : undefined
}

const MEASURED = /^preview\.terms\.(measure|measure-closed|count-[a-z-]+)$/

/** Without what is absent. */
export function present(...parts: readonly (Reason | undefined)[]): Reason[] {
  return parts.filter((part) => part !== undefined)
}

function isOne(filling: Reason | readonly Reason[]): filling is Reason {
  return 'code' in filling
}
