/** What each customer is likely to choose next. */

import { compiledForm } from '../core/compiled.js'
import { type DictionaryColumn, type Row, row, type Table } from '../core/table.js'
import { momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { zoneOf } from '../core/time/zone.js'
import type { Fact } from '../facts/fact.js'
import type { Facts } from '../facts/facts.js'
import { choicesOf } from './choices.js'
import { type NextChoiceModel, outTotals, pairLookup, rowStarts } from './fit-next-choice.js'
import { memoryOf } from './memory.js'
import { eachOccasion } from './occasions.js'
import { factsOfSubject, type ScoreOptions, type Subject } from './preference.js'
import type { RankOptions } from './rank-affinity.js'

/**
 * - `affinity.next.predicted` — from what was bought last and before
 * - `affinity.next.too-few` — fewer transitions out of what was bought last than the model asks for; mostly the base and the customer's own habit
 * - `affinity.next.none` — nothing bought yet: the shares of the base (and what signals tell)
 */
export type NextChoiceCode = (typeof NEXT_CHOICE_CODES)[number]

export const NEXT_CHOICE_CODES = ['affinity.next.predicted', 'affinity.next.too-few', 'affinity.next.none'] as const

export type NextChoiceColumns = {
  readonly customerId: readonly string[]
  /** The most likely next choice; of equal ones the first by id. */
  readonly next: DictionaryColumn
  /** 0 … 1, that a choice on the next occasion is this one. */
  readonly probability: Float64Array
  /** probability / base share. */
  readonly lift: Float64Array
  /** What was bought last: of several, the one after which `next` is most likely. Missing when nothing was bought. */
  readonly after: DictionaryColumn
  /** Transitions in the base out of what was bought last. */
  readonly transitions: Float64Array
  /** The customer's own evidence, in purchases. */
  readonly evidence: Float64Array
  readonly code: DictionaryColumn<NextChoiceCode>
}

export interface NextChoiceTable extends Table<NextChoiceColumns> {
  readonly kind: 'next-choice-predictions'
  readonly format: 1
  readonly model: { readonly id: string; readonly of: NextChoiceModel['of']; readonly asOf: string }
  readonly asOf: string
}

export type NextChoiceRow = Row<NextChoiceColumns>

export type RankNextColumns = {
  readonly customerId: DictionaryColumn
  /** 1 is the most likely. */
  readonly rank: Int32Array
  readonly value: DictionaryColumn
  /** 0 … 1; all of a customer's sum to 1. */
  readonly probability: Float64Array
}

/**
 * The most likely next choice of every listed customer, in their order; the records of one customer give the same row.
 * P(k) = (n_k + S_P · T(k | J)) / (n + S_P); `fitNextChoice` has the terms. It does not say when: a customer who has left buys nothing next.
 *
 * @throws UsageError `tierwise.affinity.zone`, `tierwise.affinity.one-customer`
 */
export function predictNextChoice(model: NextChoiceModel, facts: Facts, options: ScoreOptions): NextChoiceTable
export function predictNextChoice(model: NextChoiceModel, history: readonly Fact[], options: ScoreOptions): NextChoiceRow
export function predictNextChoice(model: NextChoiceModel, subject: Subject, options: ScoreOptions): NextChoiceTable | NextChoiceRow {
  const facts = factsOfSubject(subject, model.timeZone, options.zones)
  if (facts !== subject && facts.customers.ids.length === 0) {
    // Nobody's empty history: what anybody who is new is predicted.
    const { customerId: _, ...newcomer } = row(predictTable(model, { ...facts, customers: { ids: [''] } }, options), 0)
    return newcomer
  }
  const table = predictTable(model, facts, options)
  return facts === subject ? table : row(table, 0)
}

function predictTable(model: NextChoiceModel, facts: Facts, options: ScoreOptions): NextChoiceTable {
  const length = facts.customers.ids.length
  const numbers = (): Float64Array => new Float64Array(length).fill(Number.NaN)
  const codes = (): Int32Array => new Int32Array(length).fill(-1)
  const [next, after, probability, lift, transitions, evidence] = [codes(), codes(), numbers(), numbers(), numbers(), numbers()]
  const code = new Uint8Array(length)
  const { transition, outOf } = compiled(model)
  const { day, values } = eachCustomer(model, facts, options, 1, (c, [best], last, n) => {
    next[c] = best.value
    probability[c] = best.probability
    if (model.baseShares[best.value] > 0) lift[c] = best.probability / model.baseShares[best.value]
    transitions[c] = last.reduce((sum, j) => sum + (outOf[j] ?? 0), 0)
    evidence[c] = n
    code[c] = last.length === 0 ? 2 : transitions[c] < model.minTransitions ? 1 : 0
    let likeliest = -1
    for (const j of last) {
      if (transition(j, best.value) > likeliest) {
        after[c] = j
        likeliest = transition(j, best.value)
      }
    }
  })
  return {
    kind: 'next-choice-predictions',
    format: 1,
    model: { id: model.id, of: model.of, asOf: model.asOf },
    asOf: formatDate(day),
    length,
    columns: {
      customerId: facts.customers.ids,
      next: { codes: next, values },
      probability,
      lift,
      after: { codes: after, values },
      transitions,
      evidence,
      code: { codes: code, values: NEXT_CHOICE_CODES },
    },
  }
}

/** Every customer's likeliest next choices, one row each; `top: Infinity` for all, whose probabilities sum to 1. Default 3. */
export function rankNextChoice(model: NextChoiceModel, subject: Subject, options: RankOptions): Table<RankNextColumns> {
  const facts = factsOfSubject(subject, model.timeZone, options.zones)
  const out = { customer: [] as number[], rank: [] as number[], value: [] as number[], probability: [] as number[] }
  const { values } = eachCustomer(model, facts, options, options.top ?? 3, (c, ranked) =>
    ranked.forEach((choice, k) => {
      out.customer.push(c)
      out.rank.push(k + 1)
      out.value.push(choice.value)
      out.probability.push(choice.probability)
    }),
  )
  return {
    length: out.customer.length,
    columns: {
      customerId: { codes: Int32Array.from(out.customer), values: facts.customers.ids },
      rank: Int32Array.from(out.rank),
      value: { codes: Int32Array.from(out.value), values },
      probability: Float64Array.from(out.probability),
    },
  }
}

interface Likely {
  readonly value: number
  readonly probability: number
}

function eachCustomer(
  model: NextChoiceModel,
  facts: Facts,
  options: ScoreOptions,
  top: number,
  visit: (customer: number, ranked: readonly Likely[], last: readonly number[], evidence: number) => void,
): { readonly day: number; readonly values: readonly string[] } {
  const moment = momentOf(options.asOf, zoneOf(facts.timeZone, facts.zones))
  const { outOf, starts, favorites } = compiled(model)
  const { to: followers, count } = model.transitions
  const choices = choicesOf(facts, model, moment.before, model.values)
  const memory = memoryOf(choices.values.length, model, model.halfLife ?? undefined)
  const likely = likeliest(choices.values.length)
  const [S, ST] = [model.ownStrength.value, model.transitionStrength.value]
  for (let c = 0; c < facts.customers.ids.length; c++) {
    memory.forget()
    let last: readonly number[] = []
    eachOccasion(choices, c, (bought, _, from, to) => {
      if (bought.length > 0) last = bought
      for (let i = from; i < to; i++) memory.add(choices.value[i], choices.source[i], choices.day[i])
    })
    const n = memory.total(moment.day)
    likely.clear()
    for (const value of memory.seen()) likely.add(value, memory.own(value, moment.day) / (n + S))
    // T(k | J) = Σ_j n_jk / (n_j + S_T) / |J| + base_k · Σ_j S_T / (n_j + S_T) / |J|: the first part row by row, the second for all alike.
    let fromBase = last.length === 0 ? 1 : 0
    for (const j of last) {
      const out = outOf[j] ?? 0
      fromBase += ST / (out + ST) / last.length
      const each = S / (n + S) / ((out + ST) * last.length)
      for (let i = starts[j] ?? 0; i < (starts[j + 1] ?? 0); i++) likely.add(followers[i], count[i] * each)
    }
    // A value neither bought nor seen to follow ranks as in the base: only the base's first few can be among the top.
    for (let k = 0; k < favorites.length && k < top; k++) likely.add(favorites[k], 0)
    const share = (fromBase * S) / (n + S)
    visit(
      c,
      likely.top(top, (value) => share * (model.baseShares[value] ?? 0)),
      last,
      n,
    )
  }
  return { day: moment.day, values: choices.values }
}

/** Adds up weights by value and picks the largest. One for all customers: nothing is allocated per value. */
function likeliest(valueCount: number): {
  clear(): void
  add(value: number, weight: number): void
  top(n: number, rest: (value: number) => number): Likely[]
} {
  const weights = new Float64Array(valueCount)
  const round = new Int32Array(valueCount)
  const touched = new Int32Array(valueCount)
  let current = 0
  let length = 0
  return {
    clear() {
      current++
      length = 0
    },
    add(value, weight) {
      if (round[value] !== current) {
        round[value] = current
        weights[value] = 0
        touched[length++] = value
      }
      weights[value] += weight
    },
    top(n, rest) {
      const best: Likely[] = []
      for (let i = 0; i < length; i++) {
        const value = touched[i]
        const probability = weights[value] + rest(value)
        if (n >= LONG) best.push({ value, probability })
        else if (best.length < n || isLikelier(value, probability, best[n - 1])) {
          if (best.length === n) best.pop()
          let k = best.length
          while (k > 0 && isLikelier(value, probability, best[k - 1])) k--
          best.splice(k, 0, { value, probability })
        }
      }
      return n < LONG ? best : best.sort((a, b) => b.probability - a.probability || a.value - b.value).slice(0, n)
    },
  }
}

/** From here on, sorting all once is cheaper than keeping a short list sorted. */
const LONG = 50

function isLikelier(value: number, probability: number, than: Likely): boolean {
  return probability > than.probability || (probability === than.probability && value < than.value)
}

const compiled = compiledForm('next-choice', (model: NextChoiceModel) => {
  const { transitions, baseShares, values } = model
  const outOf = outTotals(transitions, values.length)
  const count = pairLookup(transitions, values.length)
  const S = model.transitionStrength.value
  return {
    outOf,
    starts: rowStarts(transitions.from, values.length),
    favorites: values.map((_, value) => value).sort((a, b) => baseShares[b] - baseShares[a] || a - b),
    /** T(k | j); the base share where the model has not met j. */
    transition(j: number, k: number): number {
      const base = baseShares[k] ?? 0
      if (j >= values.length) return base
      return ((k < values.length ? count(j, k) : 0) + S * base) / (outOf[j] + S)
    },
  }
})
