/** A way to a tier, or to keeping one: what is missing, by when, and events that would do it. */

import { type Exact, exactText, exactUnits, fromUnits, roundExact, subtractExact } from '../core/decimal/exact.js'
import { type Reason, reason, type Scalar } from '../core/reason.js'
import type { ProgramDefinition } from '../program/definition.js'
import { type Account, type MeasureUnit, unitOf } from './account.js'
import type { Need } from './needs.js'
import type { SupposedEvent } from './suppose.js'

/**
 * The smallest amount of one thing, in whole units: minor units of the program's currency, points in 10^−scale, counts, or decimal text for anything
 * else that facts carry. `measure` and `balance` are ids of the definition.
 */
export type Missing = (
  | { readonly measure: string; readonly amountMinor: number }
  | { readonly measure: string; readonly count: number }
  | { readonly measure: string; readonly points: number }
  | { readonly measure: string; readonly amount: string }
  | { readonly balance: string; readonly points: number }
  | { readonly flag: string }
  /** A fact that gives the tier itself: an application, an invitation, a purchase, a plan. */
  | { readonly event: string }
) & {
  /** Of whom, where members are counted apart. */
  readonly member?: string
}

export interface Goal {
  readonly goal: 'reach' | 'keep'
  /** A tier id. */
  readonly to: string
  /** The last local day on which this is enough; absent where no day is known after which it is not. */
  readonly by?: string
  /** The first local day on which it counts, where that is later than `asOf`. */
  readonly from?: string
  /** The local day of the last event, where limits ask for several, one after the other. */
  readonly through?: string
  /** Everything together; empty where nothing is missing. */
  readonly missing: readonly Missing[]
  /** Events that do it, tried on the account: hand them to `whatIf`. Empty where none could be found. */
  readonly events: readonly SupposedEvent[]
  /** `keep`: what happens otherwise, and from which day. */
  readonly otherwise?: { readonly tier: string; readonly on: string }
  /** The sentence of the whole way; its children say what each thing is now and what it must be. */
  readonly reasons: readonly Reason[]
}

/** A need in whole units: what must be added, or what only a trial can tell. */
export interface Wanted {
  readonly need: Need
  readonly unit: MeasureUnit
  /** Places of a unit. */
  readonly scale: number
  /** Units that close the gap; `undefined` where there is no closed form. */
  readonly units: number | undefined
}

/** Money, points and counts have their own units; of anything else as many places as the gap has. */
export function wantedOf(account: Account, need: Need): Wanted {
  if (need.kind === 'flag') return { need, unit: { kind: 'count' }, scale: 0, units: 1 }
  const unit = unitOf(account, need.id)
  const scale =
    unit.kind === 'amount' || unit.kind === 'points' ? unit.scale : unit.kind === 'count' || need.gap === undefined ? 0 : placesOf(need.gap)
  return { need, unit, scale, units: need.gap === undefined ? undefined : closing(need.gap, need.strict === true, scale) }
}

/** The smallest number of units of 10^−scale that is at least the gap, or more than it. */
export function closing(gap: Exact, strict: boolean, scale: number): number {
  const up = exactUnits(gap, scale, 'up')
  return strict && subtractExact(roundExact(gap, fromUnits(1, scale), 'up'), gap) === 0 ? up + 1 : up
}

/** Places after the point, at most six. */
function placesOf(gap: Exact): number {
  const text = exactText(gap)
  const point = text.indexOf('.')
  return point < 0 ? 0 : Math.min(6, text.length - point - 1)
}

export function missingOf(wanted: Wanted, units: number): Missing {
  const { member } = wanted.need
  return { ...amountOf(wanted, units), ...(member === undefined ? {} : { member }) }
}

function amountOf({ need, unit, scale }: Wanted, units: number): Missing {
  if (need.kind === 'flag') return { flag: need.id }
  if (need.kind === 'balance') return { balance: need.id, points: units }
  if (unit.kind === 'amount') return { measure: need.id, amountMinor: units }
  if (unit.kind === 'count') return { measure: need.id, count: units }
  if (unit.kind === 'points') return { measure: need.id, points: units }
  return { measure: need.id, amount: exactText(fromUnits(units, scale)) }
}

/** One missing thing as a reason; the sentence of the whole way is made of these. */
export function needReason(definition: ProgramDefinition, { need, unit, scale }: Wanted, units: number): Reason {
  const { id } = need
  if (need.kind === 'flag')
    return reason('preview.need.flag', 'unmet', { flag: id }, { path: ['flags', id], actual: false, required: true })
  const text = exactText(fromUnits(units, scale))
  const more: Omit<Partial<Reason>, 'code' | 'outcome' | 'params'> = {
    path: [need.kind === 'balance' ? 'currencies' : 'measures', id],
    ...(need.actual === undefined ? {} : { actual: exactText(need.actual) }),
    ...(need.required === undefined ? {} : { required: exactText(need.required) }),
    missing: text,
  }
  const [code, params] = words(definition, need, unit, units, scale, text)
  const asked = reason(code, 'unmet', params, more)
  return need.member === undefined ? asked : reason('preview.need.member', 'unmet', { member: need.member }, { children: [asked] })
}

function words(
  definition: ProgramDefinition,
  need: Need,
  unit: MeasureUnit,
  units: number,
  scale: number,
  text: string,
): [string, Record<string, Scalar>] {
  const measure = definition.measures?.[need.id]
  const called = measure?.name ?? need.id
  if (unit.kind === 'points') {
    const name = definition.currencies?.[unit.currency]?.name ?? unit.currency
    return need.kind === 'balance' || need.id === unit.currency
      ? ['preview.need.balance', { points: text, currency: name }]
      : ['preview.need.points', { points: text, measure: called }]
  }
  const isSet = measure !== undefined && 'aggregate' in measure && !['sum', 'count', 'distinct'].includes(measure.aggregate as string)
  if (isSet && need.required !== undefined) return ['preview.need.level', { measure: called, value: exactText(need.required) }]
  const isPlain = measure !== undefined && 'from' in measure && measure.from === 'purchase' && measure.where === undefined
  if (unit.kind === 'amount') {
    const money = { amount: moneyText(units, scale), currency: definition.currency }
    return isPlain ? ['preview.need.spend', money] : ['preview.need.amount', { ...money, measure: called }]
  }
  if (unit.kind === 'count' && isPlain && 'aggregate' in measure && measure.aggregate === 'count')
    return ['preview.need.orders', { count: units }]
  if (unit.kind === 'count') return ['preview.need.count', { count: units, measure: called }]
  return ['preview.need.number', { amount: text, measure: called }]
}

/** `320`, `320.50`: all places, or none. */
export function moneyText(units: number, scale: number): string {
  const text = exactText(fromUnits(units, scale))
  const point = text.indexOf('.')
  return point < 0 ? text : text.padEnd(point + 1 + scale, '0')
}
