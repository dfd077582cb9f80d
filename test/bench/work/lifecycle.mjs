/** The lifecycle of the benchmarks, and its events: whole days apart, so that a guard over idle days and one over idle milliseconds agree. */
import { Rng } from '../ceilings/lib/rng.mjs'
import { RULES, S, T0 } from '../ceilings/w3-lifecycle/machine.mjs'

export { RULES, S }

const DAY = 86_400_000

/** Customer by customer, in time order. */
export function events(customers, per = 10) {
  const r = new Rng(11)
  const length = customers * per
  const type = new Uint8Array(length)
  const at = new Float64Array(length)
  const cents = new Float64Array(length)
  for (let c = 0, k = 0; c < customers; c++) {
    let now = T0
    const pace = 5 + 60 * r.f()
    for (let i = 0; i < per; i++, k++) {
      now += (1 + Math.floor(r.exp(1 / pace))) * DAY
      const u = r.f()
      type[k] = u < 0.5 ? 0 : u < 0.55 ? 1 : u < 0.56 ? 2 : 3
      at[k] = now
      cents[k] = type[k] < 2 ? Math.round(5000 * (0.2 + r.f())) : 0
    }
  }
  return { customers, per, length, type, at, cents }
}

/** The ceiling's rules as a definition: its guards in the language of conditions. */
export function stagesOf() {
  const spend = { value: { minus: [{ measure: 'bought' }, { measure: 'returned' }] }, gte: 150 }
  const loyal = { all: [{ measure: 'orders', gte: 5 }, spend] }
  const idle = { atRisk: 45, dormant: 90, churned: 180 }
  const when = ([from, event, to, guard]) => {
    if (guard === undefined) return {}
    if (event === 'TICK') return { when: { value: 'daysSince.PURCHASE', gt: idle[to] } }
    if (event === 'RETURN') return { when: { not: spend } }
    return { when: from === 'new' ? { measure: 'orders', gte: 2 } : loyal }
  }
  return {
    kind: 'lifecycle',
    format: 1,
    id: 'bench',
    timeZone: 'UTC',
    currency: 'CNY',
    measures: {
      orders: { from: 'PURCHASE', aggregate: 'count' },
      bought: { from: 'PURCHASE', aggregate: 'sum' },
      returned: { from: 'RETURN', aggregate: 'sum' },
    },
    initial: 'prospect',
    stages: S.map((id) =>
      id === 'optedOut'
        ? { id, final: true }
        : { id, transitions: RULES.filter((r) => r[0] === id).map((r) => ({ on: r[1], to: r[2], ...when(r) })) },
    ),
  }
}
