/** The base's rhythm: how long customers wait between purchases, how far single customers depart from that, and after which silence nobody came back. */

import { FitError } from '../core/errors.js'
import { kaplanMeier, type SurvivalCurve } from '../core/math/survival.js'
import { type Reason, reason } from '../core/reason.js'
import { failure, type Result, success } from '../core/result.js'
import type { AsOf } from '../core/time/as-of.js'
import type { Facts } from '../facts/facts.js'
import { type Gaps, gapsOf } from './gaps.js'

/** A step curve as JSON: `survival[i]` holds from `time[i]` on; 1 before. */
export interface StepCurve {
  readonly time: readonly number[]
  readonly survival: readonly number[]
}

export interface RhythmModel {
  readonly kind: 'rhythm'
  readonly format: 1
  readonly id: string
  /** Mean of the gaps that ended, days. */
  readonly meanGapDays: number
  /** A customer's own mean counts as many gaps as there were; the base's counts as this many. Small: customers differ and keep their own rhythm. */
  readonly priorGaps: number
  /** Days from the first purchase to the second. Flat where nobody came back any more. */
  readonly first: StepCurve
  /** Later gaps, as multiples of what was expected of that customer when the gap began. */
  readonly later: StepCurve
  readonly customers: number
  readonly gaps: number
  readonly warnings: readonly Reason[]
}

/**
 * Learned from facts before `asOf`. Silences that may still end count as such (Kaplan–Meier), so that a young base is not taken for a lost one.
 *
 * @throws FitError `churn.rhythm.no-gaps` when nobody bought twice
 */
export function fitRhythm(
  facts: Facts,
  options: { readonly asOf: AsOf; readonly purchases?: readonly string[]; readonly id?: string },
): RhythmModel {
  const gaps = gapsOf(facts, options.asOf, options.purchases)
  const ended = gaps.ended.reduce((sum, value) => sum + value, 0)
  if (ended === 0) throw new FitError('rhythm', reason('churn.rhythm.no-gaps', 'refused', { customers: gaps.length }))
  let days = 0
  for (let i = 0; i < gaps.length; i++) if (gaps.ended[i]) days += gaps.days[i]
  const meanGapDays = days / ended
  const priorGaps = priorWeight(gaps, meanGapDays)
  const expected = (i: number): number => shrunkGap(meanGapDays, priorGaps, gaps.daysBefore[i], gaps.order[i] - 1)
  const pick = (of: (order: number) => boolean): number[] =>
    Array.from({ length: gaps.length }, (_, i) => i).filter((i) => of(gaps.order[i]))
  const firstGaps = pick((order) => order === 1)
  const laterGaps = pick((order) => order > 1)
  const happened = (rows: readonly number[]): Uint8Array => Uint8Array.from(rows, (i) => gaps.ended[i])
  return {
    kind: 'rhythm',
    format: 1,
    id: options.id ?? 'rhythm',
    meanGapDays,
    priorGaps,
    first: steps(
      kaplanMeier(
        Float64Array.from(firstGaps, (i) => gaps.days[i]),
        happened(firstGaps),
      ),
    ),
    later: steps(
      kaplanMeier(
        Float64Array.from(laterGaps, (i) => gaps.days[i] / expected(i)),
        happened(laterGaps),
      ),
    ),
    customers: firstGaps.length,
    gaps: ended,
    warnings: ended < FEW ? [reason('churn.rhythm.few-gaps', 'warning', { gaps: ended, needed: FEW })] : [],
  }
}

/** `fitRhythm` that returns its failure instead of throwing it. */
export function safeFitRhythm(facts: Facts, options: Parameters<typeof fitRhythm>[1]): Result<RhythmModel, FitError> {
  try {
    return success(fitRhythm(facts, options))
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === 'tierwise.fit') return failure(error as FitError)
    throw error
  }
}

/** The gap to expect of a customer with `n` gaps of `days` in all: their own mean, drawn to the base's by `priorGaps` gaps' worth. */
export function shrunkGap(meanGapDays: number, priorGaps: number, days: number, n: number): number {
  return (priorGaps * meanGapDays + days) / (priorGaps + n)
}

/** Gaps from which a curve is more than an anecdote. */
const FEW = 30

/**
 * Variance within customers over variance between them, by the method of moments over customers with at least two ended gaps: the weight at which the
 * shrunken mean has the least squared error. Held within ½ … 20.
 * @source B. Efron & C. Morris (1973), JASA 68, 117–130
 */
function priorWeight(gaps: Gaps, meanGapDays: number): number {
  const tally = new Map<number, { n: number; sum: number; squares: number }>()
  for (let i = 0; i < gaps.length; i++) {
    if (!gaps.ended[i]) continue
    const own = tally.get(gaps.customer[i]) ?? { n: 0, sum: 0, squares: 0 }
    own.n++
    own.sum += gaps.days[i]
    own.squares += gaps.days[i] ** 2
    tally.set(gaps.customer[i], own)
  }
  let within = 0
  let degrees = 0
  let between = 0
  let inverse = 0
  let customers = 0
  for (const { n, sum, squares } of tally.values()) {
    if (n < 2) continue
    within += squares - (sum * sum) / n
    degrees += n - 1
    between += (sum / n - meanGapDays) ** 2
    inverse += 1 / n
    customers++
  }
  if (customers < 3 || degrees === 0) return 3
  const noise = within / degrees
  const spread = between / customers - (noise * inverse) / customers
  return Math.min(20, Math.max(0.5, spread > 0 ? noise / spread : 20))
}

/** At most 200 steps, evenly spaced in survival: enough for percentiles, small enough to store. */
function steps({ columns: { time, survival } }: SurvivalCurve): StepCurve {
  const out = { time: [] as number[], survival: [] as number[] }
  const end = survival.length > 0 ? survival[survival.length - 1] : 1
  const height = (1 - end) / 200
  let last = 1
  for (let i = 0; i < time.length; i++) {
    if (survival[i] < last && (last - survival[i] >= height * 0.999 || survival[i] === end)) {
      out.time.push(time[i])
      out.survival.push(survival[i])
      last = survival[i]
    }
  }
  return out
}
