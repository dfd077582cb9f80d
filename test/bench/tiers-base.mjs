/** The tiers of a whole base among five: columns of measures, tiers held and last days in; tier, outcome and last day out. The ladder is that of the table `tiers`. */

import { genCustomers, NOW, TIERS } from './ceilings/w2-tiers/program.mjs'
import { growthTo1M } from './work/growth.mjs'
import { AS_OF, definition, logic, OUTCOMES as PLACES } from './work/tiers.mjs'

const DAY = 86_400_000

export const base = 'hand kernel'
const timed = { warm: 4, runs: 7 }
export const peers = ['json-logic-engine']
export const sizes = {
  '1M customers': {
    customers: 1_000_000,
    quick: true,
    ...timed,
    goals: [
      { goal: 'G6', variant: 'tierwise', of: 'hand kernel', atMost: 1.5 },
      { goal: 'G6', variant: 'tierwise', of: 'json-logic-engine, compiled', atMost: 1 / 4 },
    ],
  },
}
export const growth = growthTo1M(['hand kernel', 'tierwise'], timed)

export function load({ customers }) {
  const list = genCustomers(customers)
  return {
    length: customers,
    columns: {
      spend: Float64Array.from(list, ({ spend }) => spend),
      points: Float64Array.from(list, ({ points }) => points),
      orders: Int32Array.from(list, ({ orders }) => orders),
    },
    current: {
      tier: { codes: Uint8Array.from(list, ({ tier }) => tier), values: TIERS.map(({ id }) => id) },
      until: Float64Array.from(list, ({ expiresAt }) => expiresAt),
    },
  }
}

const OUTCOMES = ['entered', 'held', 'kept', 'grace', 'fell', 'base']
const ENDS = Date.UTC(2025, 11, 31)

export const variants = {
  /** One loop with every threshold written into it. */
  'hand kernel': ({ length, columns: { spend, points, orders }, current }) => {
    const held = current.tier.codes
    const ends = current.until
    const graceFrom = NOW - 30 * DAY
    return () => {
      const tier = new Uint8Array(length)
      const outcome = new Uint8Array(length)
      const until = new Float64Array(length)
      for (let i = 0; i < length; i++) {
        const s = spend[i]
        const p = points[i]
        const o = orders[i]
        const now = held[i]
        let rank = 0
        if (o >= 15 && (s >= 5000 || p >= 10000)) rank = 4
        else if (o >= 8 && (s >= 2000 || p >= 4000)) rank = 3
        else if (o >= 4 && (s >= 750 || p >= 1500)) rank = 2
        else if (o >= 2 && (s >= 250 || p >= 500)) rank = 1
        let to = now
        let what = 2
        let end = ENDS
        if (rank > now) {
          to = rank
          what = 0
        } else if (now === 0) {
          what = 5
          end = Number.NaN
        } else if (ends[i] >= NOW) {
          what = 1
          end = ends[i]
        } else if (rank < now) {
          const keeps =
            now === 4
              ? (s >= 4000 || p >= 8000) && o >= 10
              : now === 3
                ? s >= 1600 || p >= 3200
                : now === 2
                  ? s >= 600 || p >= 1200
                  : s >= 200 || p >= 400
          if (!keeps) {
            if (ends[i] >= graceFrom) {
              what = 3
              end = ends[i]
            } else {
              to = rank
              what = 4
              if (rank === 0) end = Number.NaN
            }
          }
        }
        tier[i] = to
        outcome[i] = what
        until[i] = end
      }
      return { tier, outcome, until }
    }
  },
  tierwise: async ({ length, columns, current }) => {
    const { adoptTiers, evaluateTiers } = await import('tierwise/tiers')
    const ladder = adoptTiers(definition)
    return () => {
      const { tier, outcome, until } = evaluateTiers(ladder, { length, columns }, { asOf: AS_OF, current }).columns
      return { tier: tier.codes, outcome: outcome.codes, until }
    }
  },
  'json-logic-engine, compiled': async ({ length, columns: { spend, points, orders }, current }) => {
    const { LogicEngine } = await import('json-logic-engine')
    const decide = new LogicEngine().build(logic())
    const rows = Array.from({ length }, (_, i) => ({
      spend: spend[i],
      points: points[i],
      orders: orders[i],
      tier: current.tier.codes[i],
      until: current.until[i],
    }))
    const outcomes = PLACES.map((one) => OUTCOMES.indexOf(one))
    return () => {
      const tier = new Uint8Array(length)
      const outcome = new Uint8Array(length)
      const until = new Float64Array(length)
      for (let i = 0; i < length; i++) {
        const packed = decide(rows[i])
        tier[i] = Math.floor(packed / 10)
        outcome[i] = outcomes[packed % 10]
        until[i] = tier[i] === 0 ? Number.NaN : outcome[i] === 1 || outcome[i] === 3 ? rows[i].until : ENDS
      }
      return { tier, outcome, until }
    }
  },
}

export function check({ tier, outcome, until }) {
  let sum = 0
  for (let i = 0; i < tier.length; i++)
    sum = (sum * 31 + tier[i] * 7 + outcome[i] + (Number.isNaN(until[i]) ? 1 : until[i] / DAY)) % 1_000_000_007
  return sum
}
