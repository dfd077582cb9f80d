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

/** Tiers by id; `withTierNames` adds what the program calls them. */
export function tierWords(ids: string | readonly string[]): Reason[] {
  return (typeof ids === 'string' ? [ids] : ids).map((id) => phrase('tier-name', { id }))
}

export function withTierNames(part: Reason, names: ReadonlyMap<string, string>): Reason {
  const name = part.code === TIER_NAME ? names.get(String(part.params.id)) : undefined
  return {
    ...part,
    ...(name === undefined ? {} : { params: { ...part.params, name } }),
    ...(part.children === undefined ? {} : { children: part.children.map((child) => withTierNames(child, names)) }),
  }
}

const TIER_NAME = 'preview.terms.tier-name'

/** Without what is absent. */
export function present(...parts: readonly (Reason | undefined)[]): Reason[] {
  return parts.filter((part) => part !== undefined)
}

function isOne(filling: Reason | readonly Reason[]): filling is Reason {
  return 'code' in filling
}
