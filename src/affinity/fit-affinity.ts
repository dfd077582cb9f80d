/** The preference model: base shares and how far a customer's own choices are believed against them. */

import { FitError, UsageError } from '../core/errors.js'
import { deepFreeze } from '../core/freeze.js'
import { type Reason, reason } from '../core/reason.js'
import { failure, type Result, success } from '../core/result.js'
import type { Facts } from '../facts/facts.js'
import { type Choices, choicesOf } from './choices.js'
import { memoryOf } from './memory.js'
import { baseOf, dimensionName, type PreferenceBasis, type PreferenceOptions, preferenceOptions } from './preference.js'
import { fitStrength, type Strength } from './strength.js'

export interface AffinityModel extends PreferenceBasis {
  readonly kind: 'affinity'
  /** S: how many purchases of their own weigh as much as the base. */
  readonly strength: Strength
  /** Below this evidence (in purchases) a preference is `too-few`. */
  readonly minEvidence: number
  readonly findings: readonly Reason[]
}

export interface FitAffinityOptions extends PreferenceOptions {
  /** S, declared instead of learned from the base. */
  readonly strength?: number
  /** Default 3. */
  readonly minEvidence?: number
}

/**
 * Learns what the base chooses, and how much customers differ in it.
 *
 *   share(k) = (n_k + S · base_k) / (n + S)
 *
 * n_k is a customer's evidence for value k in purchases (fading with the half-life, signals by their weight), n their sum, base_k the share of
 * k in all purchases, and S the strength: the posterior mean of a Dirichlet with parameters S · base_k. S is learned from the base: it is the
 * one under which every choice was least surprising, seen from the choices before it (`fitStrength` has the formula). Where customers
 * are creatures of habit S is small and two purchases say a lot; where all buy alike S is large and shares stay near the base.
 *
 * @throws FitError `affinity.choices.none` when no purchase before `asOf` has a value
 * @throws UsageError for options that cannot be meant
 * @source G. Goodhardt, A. Ehrenberg & C. Chatfield (1984), JRSS A 147, 621–655
 */
export function fitAffinity(facts: Facts, options: FitAffinityOptions): AffinityModel {
  const result = safeFitAffinity(facts, options)
  if (result.success) return result.data
  throw result.error
}

/** `fitAffinity` that returns its failure instead of throwing it. */
export function safeFitAffinity(facts: Facts, options: FitAffinityOptions): Result<AffinityModel, FitError> {
  const { moment, ...how } = preferenceOptions(facts, options, 'affinity')
  const { strength: declared, minEvidence = 3 } = options
  if (declared !== undefined && !(declared > 0 && Number.isFinite(declared)))
    throw new UsageError('tierwise.affinity.strength', { strength: declared })
  if (!(minEvidence >= 0 && Number.isFinite(minEvidence))) throw new UsageError('tierwise.affinity.min-evidence', { minEvidence })
  const choices = choicesOf(facts, how, moment.before)
  const base = baseOf(choices, how, how.halfLife, moment.day)
  if (base.provenance.purchases === 0)
    return failure(new FitError('affinity', reason('affinity.choices.none', 'error', { of: dimensionName(how.of) })))
  const strength =
    declared === undefined ? fitStrength(termsOf(choices, how, base.baseShares)) : { value: declared, logStandardError: 0, choices: 0 }
  const findings: Reason[] = []
  if (base.baseShares.filter((share) => share > 0).length === 1)
    findings.push(
      reason('affinity.values.single', 'info', {
        of: dimensionName(how.of),
        value: choices.values[base.baseShares.findIndex((share) => share > 0)],
      }),
    )
  else if (declared === undefined && strength.choices < FEW_CHOICES)
    findings.push(reason('affinity.strength.too-few', 'warning', { choices: strength.choices, required: FEW_CHOICES }))
  return success(deepFreeze({ kind: 'affinity', ...how, values: choices.values, ...base, strength, minEvidence, findings }))
}

/** With thirty choices the standard error of ln S is about ½: S is known within a factor of three. */
const FEW_CHOICES = 30

/** From two million choices on, the error of S is far below what any share shows; a fixed stride of customers keeps the fit in memory. */
const MOST_TERMS = 2_000_000

function termsOf(choices: Choices, how: Omit<PreferenceBasis, 'values' | 'baseShares' | 'provenance'>, baseShares: readonly number[]) {
  const { starts, occasion, day, value, source } = choices
  const stride = Math.ceil(value.length / MOST_TERMS)
  const memory = memoryOf(choices.values.length, how, how.halfLife ?? undefined)
  const own: number[] = []
  const total: number[] = []
  const prior: number[] = []
  for (let c = 0; c + 1 < starts.length; c += Math.max(1, stride)) {
    memory.forget()
    for (let from = starts[c]; from < starts[c + 1]; ) {
      let to = from
      while (to < starts[c + 1] && occasion[to] === occasion[from]) to++
      const all = memory.total(day[from])
      for (let i = from; i < to && all > 0; i++) {
        if (source[i] !== 0 || baseShares[value[i]] === 0) continue // all of a value's weight can fade below the smallest number
        own.push(memory.own(value[i], day[from]))
        total.push(all)
        prior.push(baseShares[value[i]])
      }
      for (; from < to; from++) memory.add(value[from], source[from], day[from])
    }
  }
  return { own, total, prior, length: own.length }
}
