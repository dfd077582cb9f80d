/**
 * The usual guard compares counts, sums of money and days with a constant. All of them are whole numbers of some 10^−scale, so it is asked as
 * `Σ factor · memory[slot] + … ≥ 0`, in integers; where one of them is absent or not whole, the exact test answers.
 */

import { type Decimal, readDecimal, TEN } from '../core/decimal/decimal.js'
import { type Exact, exactUnitsOnly } from '../core/decimal/exact.js'
import type { Subject } from '../core/language/condition.js'
import type { LimitOperator, Test } from '../core/language/scope.js'
import type { Value } from '../core/language/value.js'
import type { Run } from './run.js'

/** In counts of 10^−scale; every factor a safe integer. */
export interface Linear {
  readonly scale: number
  readonly constant: number
  /** How often the local day counts, the day the stage was entered, and the amount of the fact in minor units. */
  readonly day: number
  readonly entered: number
  readonly amount: number
  readonly slots: readonly number[]
  readonly factors: readonly number[]
}

/** `factor · memory[slot] + day · run.day + constant ≥ least`, for a number that is not beyond ±`most`. */
export interface Limit {
  readonly slot: number
  readonly factor: number
  readonly day: number
  readonly constant: number
  readonly least: number
  readonly most: number
}

const limits = /* @__PURE__ */ new WeakMap<Test<Run>, Limit>()

/** What a test asks, where it asks about one number. */
export function limitOf(test: Test<Run> | undefined): Limit | undefined {
  return test && limits.get(test)
}

const ZERO: Linear = { scale: 0, constant: 0, day: 0, entered: 0, amount: 0, slots: [], factors: [] }

export interface LinearWords {
  readonly measure: (id: string) => Linear | undefined
  /** Names, `amount` among them. */
  readonly named: (name: string) => Linear | undefined
}

export function linear(parts: Partial<Linear>): Linear {
  return { ...ZERO, ...parts }
}

/** @returns `undefined` for what is no such sum */
export function linearOf(value: Value | Subject, words: LinearWords): Linear | undefined {
  if (typeof value !== 'object') {
    const read: Decimal | undefined = readDecimal(value)
    return read === undefined ? words.named(String(value)) : linear({ scale: read.scale, constant: read.units })
  }
  const keys = Object.keys(value)
  if ('measure' in value && !('window' in value)) return words.measure(value.measure)
  if ('field' in value && !keys.includes('else')) return value.field === 'amount' ? words.named(value.field) : undefined
  if ('minus' in value) return sum(value.minus.map((term, i) => times(linearOf(term, words), i === 0 ? 1 : -1)))
  if ('plus' in value) return sum(value.plus.map((term) => linearOf(term, words)))
  return 'value' in value && value.value !== undefined ? linearOf(value.value, words) : undefined
}

/** `value operator limit`, as the exact test answers it. */
export function linearTest(
  value: Linear,
  operator: LimitOperator,
  limit: Exact,
  exact: Test<Run>,
  currency: string,
): Test<Run> | undefined {
  let { scale } = value
  while (scale < TEN.length && exactUnitsOnly(limit, scale) === undefined) scale++
  const sign = operator === 'gte' || operator === 'gt' ? 1 : -1
  const whole = scale < TEN.length ? sum([value, linear({ scale, constant: -(exactUnitsOnly(limit, scale) ?? 0) })]) : undefined
  const form = times(whole, sign)
  if (form === undefined) return undefined
  const { constant, day, entered, amount, slots, factors } = form
  const most = mostOf(form)
  if (!(most > 0)) return undefined
  const least = operator === 'gt' || operator === 'lt' ? 1 : 0
  if (slots.length === 1 && entered === 0 && amount === 0) {
    const [slot] = slots
    const [factor] = factors
    const test: Test<Run> = (run) => {
      const x = run.memory[slot]
      if (!(typeof x === 'number' && x <= most && x >= -most)) return exact(run)
      return factor * x + day * run.day + constant >= least
    }
    limits.set(test, { slot, factor, day, constant, least, most })
    return test
  }
  return (run) => {
    const { memory, fact } = run
    let total = constant + day * run.day
    for (let i = 0; i < slots.length; i++) {
      const x = memory[slots[i]]
      if (!(typeof x === 'number' && x <= most && x >= -most)) return exact(run)
      total += factors[i] * x
    }
    if (entered !== 0) total += entered * run.entered
    if (amount !== 0) {
      const { amountMinor: x } = fact
      if (x === undefined || !(x <= most && x >= -most) || run.element !== undefined) return exact(run)
      if (fact.currency !== undefined && fact.currency !== currency) return exact(run)
      total += amount * x
    }
    return Number.isNaN(total) ? exact(run) : total >= least
  }
}

/** Below this every term and every partial sum is a safe integer, so that no rounding can change the answer. */
function mostOf({ constant, day, entered, amount, factors }: Linear): number {
  const fixed = Math.abs(constant) + (Math.abs(day) + Math.abs(entered)) * DAYS_MAX
  const each = factors.reduce((total, factor) => total + Math.abs(factor), Math.abs(amount))
  return Math.floor((Number.MAX_SAFE_INTEGER - fixed) / Math.max(each, 1))
}

/** More days than lie between the years 1 and 9999 on either side of 1970. */
const DAYS_MAX = 4_000_000

function times(value: Linear | undefined, by: number): Linear | undefined {
  if (value === undefined || by === 1) return value
  const { constant, day, entered, amount, factors } = value
  return {
    ...value,
    constant: constant * by,
    day: day * by,
    entered: entered * by,
    amount: amount * by,
    factors: factors.map((factor) => factor * by),
  }
}

function sum(terms: readonly (Linear | undefined)[]): Linear | undefined {
  let total = ZERO
  for (const term of terms) {
    if (term === undefined) return undefined
    const scale = Math.max(total.scale, term.scale)
    const a = times(total, TEN[scale - total.scale]) as Linear
    const b = times(term, TEN[scale - term.scale]) as Linear
    total = {
      scale,
      constant: a.constant + b.constant,
      day: a.day + b.day,
      entered: a.entered + b.entered,
      amount: a.amount + b.amount,
      slots: [...a.slots, ...b.slots],
      factors: [...a.factors, ...b.factors],
    }
  }
  return total
}
