/** The tier of one customer from measures the host computed. */

import { ENTERED, GRACED, KEPT, rankIn, VERDICTS, verdictOf } from './decide.js'
import { decideRow } from './decide-row.js'
import {
  type Answer,
  type DateForm,
  dateForm,
  dayOf,
  graceEnd,
  type LadderForm,
  ladderForm,
  lastOf,
  RUNNING,
  rankOf,
  termOf,
} from './form.js'
import type { CurrentTier, LadderDefinition, Measures, TierDecision, TierOverride } from './ladder.js'

export interface EvaluateTierOptions {
  /** The local date on which the tier is asked for, `YYYY-MM-DD`. */
  readonly asOf: string
  /** The last decision; absent: nobody's tier yet, so the base. */
  readonly current?: CurrentTier
}

/**
 * The tier these measures give, and what decided it. Pure: the same measures, date and current tier give the same decision.
 *
 * - A higher tier is entered as soon as its condition holds; one that `requires` the rung below is reached one evaluation at a time.
 * - In its term a tier is held. After it, or without terms at every evaluation, `keep` (default: what enters it) decides; then the grace; then the fall.
 * - `lifetime` tiers and overrides that win `higher` are floors; an override that wins `always` is the answer until its last day.
 *
 * Amounts compare exactly: decimal strings as they are, doubles by their shortest decimal form. An absent measure meets nothing.
 *
 * @throws UsageError for an unreadable date or a tier the ladder does not have
 */
export function evaluateTier(ladder: LadderDefinition, measures: Measures, { asOf, current }: EvaluateTierOptions): TierDecision {
  const form = ladderForm(ladder)
  const date = dateForm(form, asOf)
  const status = current?.under ?? current
  const held = status === undefined ? 0 : rankOf(form, status.tier)
  const until = status?.until
  // The base has no term.
  const last = held > 0 && typeof until === 'string' ? lastOf(until) : 0
  const term = last > 0 ? termOf(date, last) : held > 0 && until === null ? RUNNING : 0
  const packed = decideRow(form, held, term, measures)
  const { tier, outcome, codes, ends, end, graced } = date.answers[packed] ?? answerOf(form, date, packed)
  const decision: TierDecision = graced
    ? { tier, outcome, codes, until, graceUntil: graceEnd(form, date, last) }
    : { tier, outcome, codes, until: ends ? end : until }
  return current?.override === undefined ? decision : overridden(form, date, current.override, decision)
}

function answerOf({ ids }: LadderForm, { answers, entered, kept }: DateForm, packed: number): Answer {
  const rank = rankIn(packed)
  const { outcome, codes, term } = VERDICTS[verdictOf(packed)]
  const end = rank === 0 ? undefined : term === ENTERED ? entered : kept
  const answer = { tier: ids[rank], outcome, codes, ends: rank === 0 || term === ENTERED || term === KEPT, end, graced: term === GRACED }
  // No gaps: an array with them is read more slowly.
  while (answers.length <= packed) answers.push(undefined)
  answers[packed] = answer
  return answer
}

const CODES: Readonly<Record<TierOverride['wins'], readonly string[]>> = {
  always: Object.freeze(['tiers.override.always']),
  higher: Object.freeze(['tiers.override.higher']),
}

/** An override is good through its last day and lies over the status, which goes on below it. */
function overridden(form: LadderForm, date: DateForm, override: TierOverride, decision: TierDecision): TierDecision {
  const rank = rankOf(form, override.tier)
  const { tier, until } = decision
  const ended = typeof override.until === 'string' && dayOf(override.until, 'tiers.until.unreadable') < date.day
  if (ended) return decision
  if (override.wins === 'higher' && rank <= rankOf(form, tier)) return { ...decision, override }
  const under = until === undefined ? { tier } : { tier, until }
  return { tier: override.tier, outcome: 'overridden', codes: CODES[override.wins], override, under }
}
