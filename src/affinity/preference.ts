/** What preference models have in common: the options they are fitted with and the base they shrink to. */

import { UsageError } from '../core/errors.js'
import { type AsOf, type Moment, momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { type Length, UNITS } from '../core/time/length.js'
import { zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import type { CountBy } from '../facts/summary.js'
import type { AffinityOf, ChoiceOptions, Choices, Signal } from './choices.js'
import { memoryOf } from './memory.js'

export interface PreferenceOptions {
  /** Facts before it count; ages run to its day. */
  readonly asOf: AsOf
  /** What is preferred. Default `'category'`. */
  readonly of?: AffinityOf
  /** In which unit the same choice counts once. Default `'day'`: a basket split in two orders is one. */
  readonly countBy?: CountBy
  /** Fact types that are purchases. Default `['purchase']`. A purchase counts 1. */
  readonly purchases?: readonly string[]
  /** What other facts tell, in purchases: `{ view: { weight: 0.05 }, click: { weight: 0.1 } }`. Default none. */
  readonly signals?: Readonly<Record<string, Signal>>
  /** After this time a choice counts half. Default: choices do not fade. */
  readonly halfLife?: Length
  /** A name of the host's for the model. Default the model's kind. */
  readonly id?: string
}

/** How a model reads facts, and the base it shrinks to. */
export interface PreferenceBasis {
  readonly format: 1
  readonly id: string
  readonly of: AffinityOf
  /** Local day the model was fitted as of, `YYYY-MM-DD`. */
  readonly asOf: string
  readonly timeZone: string
  readonly countBy: CountBy
  readonly purchases: readonly string[]
  readonly signals: Readonly<Record<string, Signal>>
  /** `null`: choices do not fade. */
  readonly halfLife: Length | null
  /** What was chosen at all, in the order of ids. */
  readonly values: readonly string[]
  /** Share of each value in the purchases of the base; sums to 1. */
  readonly baseShares: readonly number[]
  readonly provenance: PreferenceProvenance
}

/** What the base was counted from. */
export interface PreferenceProvenance {
  /** With at least one choice. */
  readonly customers: number
  /** Choices made by buying; a value counts once per occasion. */
  readonly purchases: number
  /** Choices told by signals. */
  readonly signals: number
}

/** Options with their defaults, checked. */
export function preferenceOptions(
  facts: Facts,
  options: PreferenceOptions,
  kind: string,
): Omit<PreferenceBasis, 'values' | 'baseShares' | 'provenance'> & { readonly moment: Moment } {
  const { of = 'category', countBy = 'day', purchases = ['purchase'], signals = {}, halfLife } = options
  if (typeof of === 'object' ? typeof of.attribute !== 'string' : !DIMENSIONS.includes(of))
    throw new UsageError('tierwise.affinity.of', { of: String(of) })
  if (!COUNT_BY.includes(countBy)) throw new UsageError('tierwise.affinity.count-by', { countBy })
  for (const [type, { weight, halfLife: own }] of Object.entries(signals)) {
    if (!(weight > 0 && Number.isFinite(weight)) || purchases.includes(type))
      throw new UsageError('tierwise.affinity.signal', { type, weight })
    checkHalfLife(own)
  }
  checkHalfLife(halfLife)
  const moment = momentOf(options.asOf, zoneOf(facts.timeZone, facts.zones))
  return {
    format: 1,
    id: options.id ?? kind,
    of,
    asOf: formatDate(moment.day),
    timeZone: facts.timeZone,
    countBy,
    purchases,
    signals,
    halfLife: halfLife ?? null,
    moment,
  }
}

const DIMENSIONS: readonly unknown[] = ['category', 'product', 'channel', 'weekday', 'hour']
const COUNT_BY: readonly CountBy[] = ['order', 'day', 'week', 'month']

function checkHalfLife(halfLife: Length | undefined): void {
  if (halfLife !== undefined && !(halfLife.n > 0 && Number.isFinite(halfLife.n) && UNITS.includes(halfLife.unit)))
    throw new UsageError('tierwise.affinity.half-life', { n: halfLife.n, unit: halfLife.unit })
}

/** Shares of the base as of `day`, with the same fading as everything else, and the counts behind them. */
export function baseOf(
  choices: Choices,
  options: ChoiceOptions,
  halfLife: Length | null,
  day: number,
): Pick<PreferenceBasis, 'baseShares' | 'provenance'> {
  const shares = new Float64Array(choices.values.length)
  const purchasesOnly = memoryOf(choices.values.length, { ...options, signals: {} }, halfLife ?? undefined)
  let customers = 0
  let purchases = 0
  for (let c = 0; c + 1 < choices.starts.length; c++) {
    if (choices.starts[c] === choices.starts[c + 1]) continue
    customers++
    purchasesOnly.forget()
    for (let i = choices.starts[c]; i < choices.starts[c + 1]; i++) {
      if (choices.source[i] !== 0) continue
      purchasesOnly.add(choices.value[i], 0, choices.day[i])
      purchases++
    }
    for (const value of purchasesOnly.seen()) shares[value] += purchasesOnly.own(value, day)
  }
  let total = 0
  for (const share of shares) total += share
  return {
    baseShares: Array.from(shares, (share) => (total > 0 ? share / total : 0)),
    provenance: { customers, purchases, signals: choices.value.length - purchases },
  }
}

/** `category`, …, or the name of the attribute: for sentences. */
export function dimensionName(of: AffinityOf): string {
  return typeof of === 'object' ? of.attribute : of
}
