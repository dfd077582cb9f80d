/** Every customer's stage from the columns of a base: facts in time order in, a stage per customer out. The lifecycle is that of the table `lifecycle`. */
import { EV, step } from './ceilings/w3-lifecycle/machine.mjs'
import { growthTo1M } from './work/growth.mjs'
import { events, S, stagesOf } from './work/lifecycle.mjs'

export const base = 'ceiling'
const GOALS = [{ goal: 'G8', variant: 'tierwise', of: 'ceiling', atMost: 1.5 }]
export const sizes = {
  '100k customers / 1M events': { customers: 100_000, quick: true, warm: 3, runs: 5, goals: GOALS },
  '1M customers / 10M events': { customers: 1_000_000, warm: 1, runs: 3, goals: GOALS },
}

export const growth = growthTo1M(['ceiling', 'tierwise'])

/** Facts as `readFacts` leaves them: sorted by time over all customers. */
export function load({ customers }) {
  const { length, per, type, at, cents } = events(customers)
  const order = Int32Array.from({ length }, (_, i) => i)
  const days = Int32Array.from(at, (time) => time / 86_400_000)
  const first = days.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const starts = new Int32Array(days.reduce((a, b) => Math.max(a, b), 0) - first + 2)
  for (const day of days) starts[day - first + 1]++
  for (let d = 1; d < starts.length; d++) starts[d] += starts[d - 1]
  for (let i = 0; i < length; i++) order[starts[days[i] - first]++] = i
  return {
    kind: 'facts',
    format: 1,
    timeZone: 'UTC',
    currency: 'CNY',
    length,
    columns: {
      customer: Int32Array.from(order, (i) => Math.floor(i / per)),
      type: { codes: Uint8Array.from(order, (i) => type[i]), values: EV },
      at: Float64Array.from(order, (i) => at[i]),
      amountMinor: Float64Array.from(order, (i) => (type[i] < 2 ? cents[i] : Number.NaN)),
    },
    customers: { ids: Array.from({ length: customers }, (_, c) => String(c)) },
  }
}

export const variants = {
  /** The hand-written switch over the same columns, grouped by customer the same way. */
  ceiling: (facts) => () => {
    const { at, amountMinor, customer, type } = facts.columns
    const count = facts.customers.ids.length
    const starts = new Int32Array(count + 1)
    for (let i = 0; i < facts.length; i++) starts[customer[i] + 1]++
    for (let c = 1; c <= count; c++) starts[c] += starts[c - 1]
    const next = starts.slice()
    const rows = new Int32Array(facts.length)
    for (let i = 0; i < facts.length; i++) rows[next[customer[i]]++] = i
    const stages = new Uint8Array(count)
    const state = { s: 0, orders: 0, spend: 0, last: 0 }
    for (let c = 0; c < count; c++) {
      state.s = state.orders = state.spend = state.last = 0
      for (let k = starts[c]; k < starts[c + 1]; k++) {
        const i = rows[k]
        step(state, type.codes[i], at[i], amountMinor[i] / 100)
      }
      stages[c] = state.s
    }
    return stages
  },
  tierwise: async (facts) => {
    const { defineLifecycle, stageTable } = await import('tierwise/lifecycle')
    const machine = defineLifecycle(stagesOf())
    return () => stageTable(machine, facts, { asOf: '2099-01-01' }).columns.stage.codes
  },
}

export function check(codes) {
  const counts = S.map(() => 0)
  for (const code of codes) counts[code]++
  return counts.join(' ')
}
