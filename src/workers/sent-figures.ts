/** Purchases → figures over threads that cannot share memory: each is sent the purchases of a range of customers, and what they answer is joined. */

import type { FigureRules, Figures } from '../facts/figures.js'
import { newFigures } from '../facts/histories.js'
import type { Purchases } from '../facts/purchases.js'
import type { SummaryFigure } from '../facts/summary.js'
import type { Task } from './threads.js'

export function rangeTasks(bought: Purchases, customers: () => number, rules: FigureRules, threads: number): Task[] {
  const bounds = boundsOf(bought, bought.numbered ? 2 ** 31 : customers(), threads)
  return bounds.slice(1).map((until, i) => ({
    size: bought.length / (bounds.length - 1),
    message: () => {
      const mine = boughtWithin(bought, bounds[i], until)
      const columns = new Set([mine.customer, mine.at, mine.netMinor, mine.grossMinor].map(({ buffer }) => buffer))
      return { input: { step: 'range', bought: mine, customers: until - bounds[i], rules }, transfer: [...columns] }
    },
  }))
}

/** So many purchases tell where the ranges have about equally many. */
const SAMPLE = 4096

/** Ascending, from 0 to `end`: customers from each to before the next are a range. */
function boundsOf({ length, customer }: Purchases, end: number, ranges: number): number[] {
  const step = Math.max(1, Math.floor(length / SAMPLE))
  const sample = Int32Array.from({ length: Math.floor(length / step) }, (_, i) => customer[i * step]).sort()
  const bounds = new Set([0])
  for (let r = 1; r < ranges && sample.length > 0; r++) bounds.add(sample[Math.floor((r * sample.length) / ranges)])
  return [...bounds, end]
}

/** The purchases of a range of customers, in their order; codes count from the first of the range. */
function boughtWithin({ length, numbered, customer, at, netMinor, grossMinor }: Purchases, from: number, until: number): Purchases {
  let count = 0
  for (let i = 0; i < length; i++) count += ~~(customer[i] >= from) & ~~(customer[i] < until)
  const base = numbered ? 0 : from
  const out = {
    customer: pickedWithin(customer, customer, length, from, until, new Int32Array(count + 1), base),
    at: pickedWithin(customer, at, length, from, until, new Float64Array(count + 1), 0),
    netMinor: pickedWithin(customer, netMinor, length, from, until, new Float64Array(count + 1), 0),
  }
  const gross =
    grossMinor === netMinor ? out.netMinor : pickedWithin(customer, grossMinor, length, from, until, new Float64Array(count + 1), 0)
  return { length: count, numbered, ...out, grossMinor: gross }
}

/**
 * Every value is written where the next one of the range belongs, and stays if it is of the range: half of the purchases are, in no order that
 * a processor could guess, and a wrong guess costs more than the writing. The place behind the last is for what does not stay.
 */
function pickedWithin<A extends Int32Array | Float64Array>(
  customer: Int32Array,
  values: A,
  length: number,
  from: number,
  until: number,
  out: A,
  base: number,
): A {
  let place = 0
  for (let i = 0; i < length; i++) {
    out[place] = values[i] - base
    place += ~~(customer[i] >= from) & ~~(customer[i] < until)
  }
  return out
}

export function joined(answers: readonly Figures[]): Figures {
  const customers = answers.reduce((sum, answer) => sum + answer.customers, 0)
  const numbers = answers[0].numbers ? new Int32Array(customers) : undefined
  const names = Object.keys(answers[0].figures).filter((name) => name !== 'status') as SummaryFigure[]
  const figures = newFigures(customers, names)
  let first = 0
  for (const answer of answers) {
    ;(figures.status.codes as Int8Array).set(answer.figures.status.codes, first)
    for (const name of names) figures[name]?.set(answer.figures[name] as Float64Array, first)
    if (answer.numbers) numbers?.set(answer.numbers, first)
    first += answer.customers
  }
  return { customers, numbers, figures }
}
