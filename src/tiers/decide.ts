/** The one decision of a ladder, over ranks: rows and tables ask it, with the measures gathered before. */

import { type LadderForm, NONE } from './compile.js'
import type { Measures } from './ladder.js'

/** Of the term held: `none` is reviewed now. */
export type TermState = 'none' | 'running' | 'grace' | 'over'

export interface Verdict {
  readonly outcome: 'entered' | 'held' | 'kept' | 'grace' | 'fell' | 'base'
  readonly codes: readonly string[]
  /** Which term begins. */
  readonly begins: 'entered' | 'kept' | undefined
}

const verdict = (outcome: Verdict['outcome'], ...codes: string[]): Verdict => ({
  outcome,
  codes: Object.freeze(codes),
  begins: outcome === 'entered' || outcome === 'fell' ? 'entered' : outcome === 'kept' ? 'kept' : undefined,
})

export const VERDICTS: readonly Verdict[] = [
  verdict('entered', 'tiers.enter.met'),
  verdict('entered', 'tiers.floor.higher'),
  verdict('base', 'tiers.enter.unmet'),
  verdict('held', 'tiers.term.running'),
  verdict('kept', 'tiers.enter.met'),
  verdict('kept', 'tiers.keep.met'),
  verdict('held', 'tiers.keep.unmet', 'tiers.floor.higher'),
  verdict('grace', 'tiers.keep.unmet', 'tiers.grace.running'),
  verdict('fell', 'tiers.keep.unmet', 'tiers.fall.to'),
  verdict('fell', 'tiers.keep.unmet', 'tiers.grace.over', 'tiers.fall.to'),
]

/** The number of verdicts a rank is packed with, a power of two. */
export const PACK = 16

/**
 * @param held the rank held
 * @returns rank · PACK + the verdict's number: no object per row
 */
export function decide(form: LadderForm, held: number, term: TermState, row: Measures): number {
  let floor = 0
  for (const { rank, when } of form.lifetime) if (rank > floor && form.flat.holds(when, row)) floor = rank
  const earned = highest(form, held, row)
  if (earned > held && earned >= floor) return earned * PACK
  if (floor > held) return floor * PACK + 1
  if (held === 0) return 2
  if (term === 'running') return held * PACK + 3
  if (earned === held) return held * PACK + 4
  const keep = form.keep[held]
  if (keep !== NONE && form.flat.holds(keep, row)) return held * PACK + 5
  if (floor === held) return held * PACK + 6
  if (term === 'grace') return held * PACK + 7
  const { review } = form.definition
  const to = review?.else?.to
  const landing = to === 'oneDown' ? held - 1 : to === 'base' ? 0 : earned
  return Math.max(landing, floor) * PACK + (review?.grace === undefined ? 8 : 9)
}

/** The highest tier whose condition holds; one that requires another is only entered from there. */
function highest(form: LadderForm, held: number, row: Measures): number {
  const { enter, requires } = form
  for (let rank = enter.length - 1; rank > 0; rank--) {
    if (enter[rank] === NONE || (rank > held && requires[rank] >= 0 && requires[rank] !== held)) continue
    if (form.flat.holds(enter[rank], row)) return rank
  }
  return 0
}
