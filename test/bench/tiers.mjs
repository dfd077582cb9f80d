/**
 * One customer's tier among five, with a lower bar for keeping, a term and a grace of thirty days: measures in, tier, outcome and deciding codes out.
 * All variants decide the same stored states and agree on every decision. Ours also reads dates and amounts that may be wrong, and refuses them.
 */
import { genCustomers, NOW, TIERS } from './ceilings/w2-tiers/program.mjs'
import { AS_OF, CODES, definition, logic, OUTCOMES } from './work/tiers.mjs'

const DAY = 86_400_000
const dateOf = (ms) => new Date(ms).toISOString().slice(0, 10)
const RANK = Object.fromEntries(TIERS.map(({ id }, rank) => [id, rank]))

export const base = 'hand-written'
export const peers = ['json-logic-engine']
const GOALS = [
  { goal: 'G5', variant: 'tierwise', of: 'hand-written', atMost: 2 },
  { goal: 'G5', variant: 'tierwise', of: 'json-logic-engine, compiled', atMost: 1 / 3 },
  { goal: 'G5', variant: 'tierwise', atMost: 200, figure: 'p99' },
]
export const sizes = {
  '500k decisions, cycling 10k customers': { customers: 10_000, decisions: 500_000, quick: true, warm: 2, runs: 7, goals: GOALS },
}

/** What each variant stores of a customer: ours and the hand-written one tier ids and dates, an engine of rules the numbers it is best at. */
export function load({ customers, decisions }) {
  const generated = genCustomers(customers)
  return {
    list: generated.map(({ spend, points, orders, tier, expiresAt }) => ({
      measures: { spend, points, orders },
      current: { tier: TIERS[tier].id, until: dateOf(expiresAt) },
    })),
    numbers: generated.map(({ spend, points, orders, tier, expiresAt }) => ({ spend, points, orders, tier, until: expiresAt })),
    decisions,
  }
}

/** Decides each customer once for the check, then times the decisions; `one` is timed singly. */
export const timed = (each, list, decisions) => {
  const tally = list
    .map((one) => each(one))
    .reduce((sum, { tier, outcome, codes }, i) => (sum + (RANK[tier] * 7 + outcome.length + codes.join().length) * (i + 1)) % 1e9, 0)
  const run = () => {
    let sum = 0
    for (let i = 0; i < decisions; i++) sum += each(list[i % list.length]).tier.length
    return { check: `${tally} ${sum}` }
  }
  return Object.assign(run, { one: (i) => each(list[i % list.length]) })
}

export const variants = {
  'hand-written': ({ list, decisions }) => timed(hand(), list, decisions),
  tierwise: async ({ list, decisions }) => {
    const { adoptTiers, evaluateTier } = await import('tierwise/tiers')
    const ladder = adoptTiers(definition)
    return timed(({ measures, current }) => evaluateTier(ladder, measures, { asOf: AS_OF, current }), list, decisions)
  },
  'json-logic-engine, compiled': async ({ numbers, decisions }) => {
    const { LogicEngine } = await import('json-logic-engine')
    const decide = new LogicEngine().build(logic())
    const each = (row) => {
      const packed = decide(row)
      return { tier: TIERS[Math.floor(packed / 10)].id, outcome: OUTCOMES[packed % 10], codes: CODES[packed % 10] }
    }
    return timed(each, numbers, decisions)
  },
}

/** The same decision as an application would write it. */
function hand() {
  const [BASE, ENTERED, HELD, KEPT, KEPT_LOWER, GRACE, FELL] = CODES
  const UNTIL = '2025-12-31'
  const GRACE_FROM = dateOf(NOW - 30 * DAY)
  return ({ measures: { spend, points, orders }, current }) => {
    let earned = 'bronze'
    let rank = 0
    if (orders >= 15 && (spend >= 5000 || points >= 10000)) {
      earned = 'diamond'
      rank = 4
    } else if (orders >= 8 && (spend >= 2000 || points >= 4000)) {
      earned = 'platinum'
      rank = 3
    } else if (orders >= 4 && (spend >= 750 || points >= 1500)) {
      earned = 'gold'
      rank = 2
    } else if (orders >= 2 && (spend >= 250 || points >= 500)) {
      earned = 'silver'
      rank = 1
    }
    const { tier, until } = current
    const held = RANK[tier]
    if (rank > held) return { tier: earned, outcome: 'entered', codes: ENTERED, until: UNTIL }
    if (held === 0) return { tier, outcome: 'base', codes: BASE, until: undefined }
    if (until >= AS_OF) return { tier, outcome: 'held', codes: HELD, until }
    if (rank === held) return { tier, outcome: 'kept', codes: KEPT, until: UNTIL }
    const keeps =
      held === 4
        ? (spend >= 4000 || points >= 8000) && orders >= 10
        : held === 3
          ? spend >= 1600 || points >= 3200
          : held === 2
            ? spend >= 600 || points >= 1200
            : spend >= 200 || points >= 400
    if (keeps) return { tier, outcome: 'kept', codes: KEPT_LOWER, until: UNTIL }
    if (until >= GRACE_FROM) return { tier, outcome: 'grace', codes: GRACE, until }
    return { tier: earned, outcome: 'fell', codes: FELL, until: UNTIL }
  }
}

export function check({ check }) {
  return check
}
