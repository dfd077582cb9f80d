/** The one decision of a ladder, over ranks: rows and tables ask it, with the measures gathered before. */

import { GRACE, type LadderForm, NONE, RUNNING, type TermState } from './form.js'
import type { Measures } from './ladder.js'

export interface Verdict {
  readonly outcome: 'entered' | 'held' | 'kept' | 'grace' | 'fell' | 'base'
  readonly codes: readonly string[]
  /** The term it leaves: that of a tier entered or kept today, the grace after the one held, or the one held. Numbers, because every decision asks. */
  readonly term: typeof HELD | typeof ENTERED | typeof KEPT | typeof GRACED
}

export const ENTERED = 1
export const KEPT = 2
export const HELD = 3
export const GRACED = 4

const verdict = (outcome: Verdict['outcome'], ...codes: string[]): Verdict => ({
  outcome,
  codes: Object.freeze(codes),
  term: outcome === 'entered' || outcome === 'fell' ? ENTERED : outcome === 'kept' ? KEPT : outcome === 'grace' ? GRACED : HELD,
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

/** A decision is one number: the rank, then the verdict's place in four bits. */
export const PACK = 16
const pack = (rank: number, verdict: number): number => rank * PACK + verdict
export const rankIn = (packed: number): number => packed >> 4
/** Its place in `VERDICTS`. */
export const verdictOf = (packed: number): number => packed & 15

/**
 * @param held the rank held
 * @param row for words; numbers are in `form.flat.values`
 * @returns a packed number: no object per row
 */
export function decide(form: LadderForm, held: number, term: TermState, row: Measures): number {
  let floor = 0
  for (let i = 0; i < form.lifetime.length; i++) {
    const { rank, when } = form.lifetime[i]
    if (rank > floor && form.flat.holds(when, row)) floor = rank
  }
  const earned = highest(form, held, row)
  if (earned > held && earned >= floor) return pack(earned, 0)
  if (floor > held) return pack(floor, 1)
  if (held === 0) return pack(0, 2)
  if (term === RUNNING) return pack(held, 3)
  if (earned === held) return pack(held, 4)
  const keep = form.keep[held]
  if (keep !== NONE && form.flat.holds(keep, row)) return pack(held, 5)
  if (floor === held) return pack(held, 6)
  if (term === GRACE) return pack(held, 7)
  const { review } = form.definition
  const to = review?.else?.to
  const landing = to === 'oneDown' ? held - 1 : to === 'base' ? 0 : earned
  return pack(Math.max(landing, floor), review?.grace === undefined ? 8 : 9)
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
