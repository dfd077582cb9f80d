/** The model of the next choice: what follows what in the base, and how far each customer's own history is believed against it. */

import { FitError, UsageError } from '../core/errors.js'
import { deepFreeze } from '../core/freeze.js'
import { type Reason, reason } from '../core/reason.js'
import { failure, type Result, success } from '../core/result.js'
import type { Facts } from '../facts/facts.js'
import { type Choices, choicesOf } from './choices.js'
import { memoryOf } from './memory.js'
import { eachOccasion } from './occasions.js'
import { outTotals, type PairCounts, pairLookup, pairsOf } from './pairs.js'
import { baseOf, dimensionName, type PreferenceBasis, type PreferenceOptions, preferenceOptions } from './preference.js'
import { fitStrength, type Strength } from './strength.js'

export interface NextChoiceModel extends PreferenceBasis {
  readonly kind: 'next-choice'
  /** How often a purchase of `to` followed a purchase of `from` on the customer's next occasion. Codes into `values`; by from, then to. */
  readonly transitions: { readonly from: readonly number[]; readonly to: readonly number[]; readonly count: readonly number[] }
  /** S_T: how many transitions out of a value weigh as much as the base. */
  readonly transitionStrength: Strength
  /** S_P: how many purchases of their own weigh as much as what followed in the base. */
  readonly ownStrength: Strength
  /** Below so many transitions out of what was bought last a prediction is `too-few`. */
  readonly minTransitions: number
  readonly findings: readonly Reason[]
}

export interface FitNextChoiceOptions extends PreferenceOptions {
  /** Default 10. */
  readonly minTransitions?: number
}

/**
 * Learns what customers buy next. A first-order transition that backs off twice:
 *
 *   T(k | j) = (n_jk + S_T · base_k) / (n_j + S_T)        the base's transitions out of j, shrunk to the base shares
 *   P(k)     = (n_k + S_P · T(k | J)) / (n + S_P)          the customer's own evidence, shrunk to those; T(k | J) is the mean over the last basket
 *
 * n_jk counts next occasions on which k was bought after j, n_j = Σ_k n_jk; n_k and n are the customer's evidence as in `fitAffinity`. Both
 * strengths are learned (`fitStrength`): S_T from each transition seen from all others, S_P from each purchase seen from the customer's history
 * before it and from the transitions of all other customers' purchases — so neither is flattered by the choice it has to foretell.
 *
 * @throws FitError `affinity.choices.none` when no purchase before `asOf` has a value
 * @throws UsageError for options that cannot be meant
 */
export function fitNextChoice(facts: Facts, options: FitNextChoiceOptions): NextChoiceModel {
  const result = safeFitNextChoice(facts, options)
  if (result.success) return result.data
  throw result.error
}

/** `fitNextChoice` that returns its failure instead of throwing it. */
export function safeFitNextChoice(facts: Facts, options: FitNextChoiceOptions): Result<NextChoiceModel, FitError> {
  const { moment, ...how } = preferenceOptions(facts, options, 'next-choice')
  const { minTransitions = 10 } = options
  if (!(minTransitions >= 0 && Number.isFinite(minTransitions)))
    throw new UsageError('tierwise.affinity.min-transitions', { minTransitions })
  const choices = choicesOf(facts, how, moment.before)
  const base = baseOf(choices, how, how.halfLife, moment.day)
  if (base.provenance.purchases === 0)
    return failure(new FitError('next-choice', reason('affinity.choices.none', 'error', { of: dimensionName(how.of) })))
  const pairs = transitionsOf(choices)
  const outOf = outTotals(pairs, choices.values.length)
  const transitionStrength = fitTransitions(pairs, outOf, base.baseShares)
  const ownStrength = fitOwn(choices, how, pairs, outOf, transitionStrength.value, base.baseShares)
  const findings =
    transitionStrength.choices < FEW_TRANSITIONS
      ? [reason('affinity.transitions.too-few', 'warning', { transitions: transitionStrength.choices, required: FEW_TRANSITIONS })]
      : []
  return success(
    deepFreeze({
      kind: 'next-choice',
      ...how,
      values: choices.values,
      ...base,
      transitions: { from: [...pairs.from], to: [...pairs.to], count: [...pairs.count] },
      transitionStrength,
      ownStrength,
      minTransitions,
      findings,
    }),
  )
}

/** As for the strength of preferences: below thirty it is known to a factor of three at best. */
const FEW_TRANSITIONS = 30

function transitionsOf(choices: Choices): PairCounts {
  const pairs = pairsOf(choices.values.length)
  for (let c = 0; c + 1 < choices.starts.length; c++) {
    eachOccasion(choices, c, (bought, before) => {
      for (const from of before) for (const to of bought) pairs.add(from, to, c)
    })
  }
  return pairs.list()
}

/** Each transition seen from all others: one is taken out of its own count. */
function fitTransitions(pairs: PairCounts, outOf: Float64Array, baseShares: readonly number[]): Strength {
  const kept = Array.from({ length: pairs.length }, (_, i) => i).filter((i) => outOf[pairs.from[i]] > 1 && baseShares[pairs.to[i]] > 0)
  return fitStrength({
    own: kept.map((i) => pairs.count[i] - 1),
    total: kept.map((i) => outOf[pairs.from[i]] - 1),
    prior: kept.map((i) => baseShares[pairs.to[i]]),
    times: kept.map((i) => pairs.count[i]),
    length: kept.length,
  })
}

function fitOwn(
  choices: Choices,
  how: Omit<PreferenceBasis, 'values' | 'baseShares' | 'provenance'>,
  pairs: PairCounts,
  outOf: Float64Array,
  S: number,
  baseShares: readonly number[],
): Strength {
  const memory = memoryOf(choices.values.length, how, how.halfLife ?? undefined)
  const countOf = pairLookup(pairs, choices.values.length)
  const own: number[] = []
  const total: number[] = []
  const prior: number[] = []
  for (let c = 0; c + 1 < choices.starts.length; c++) {
    memory.forget()
    eachOccasion(choices, c, (bought, before, from, to) => {
      const today = choices.day[from]
      if (before.length > 0) {
        const all = memory.total(today)
        for (const k of bought) {
          if (baseShares[k] === 0) continue
          let share = 0
          for (const j of before) share += (countOf(j, k) - 1 + S * baseShares[k]) / (outOf[j] - 1 + S)
          own.push(memory.own(k, today))
          total.push(all)
          prior.push(share / before.length)
        }
      }
      for (let i = from; i < to; i++) memory.add(choices.value[i], choices.source[i], choices.day[i])
    })
  }
  return fitStrength({ own, total, prior, length: own.length })
}
