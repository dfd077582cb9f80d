/**
 * One customer's tier among five, with a lower bar for keeping, a term and a grace of thirty days: measures in, tier and outcome out.
 * All variants read the same stored state (tier id, last day of the term) and agree on every decision.
 */
import { genCustomers, NOW, TIERS } from './ceilings/w2-tiers/program.mjs'

const DAY = 86_400_000
const AS_OF = '2025-01-01'
const dateOf = (ms) => new Date(ms).toISOString().slice(0, 10)
const RANK = Object.fromEntries(TIERS.map(({ id }, rank) => [id, rank]))

export const base = 'hand-written'
export const sizes = {
  '500k decisions, cycling 10k customers': { customers: 10_000, decisions: 500_000, quick: true, warm: 2, runs: 7 },
}

export async function prepare() {}

export function load({ customers, decisions }) {
  const list = genCustomers(customers).map(({ spend, points, orders, tier, expiresAt }) => ({
    measures: { spend, points, orders },
    current: { tier: TIERS[tier].id, until: dateOf(expiresAt) },
  }))
  return { list, decisions }
}

/** Decides each customer once for the check, then times the decisions. */
const timed =
  (each) =>
  ({ list, decisions }) => {
    const tally = list
      .map((one) => each(one))
      .reduce((sum, { tier, outcome }, i) => (sum + (RANK[tier] * 7 + outcome.length) * (i + 1)) % 1e9, 0)
    return () => {
      let sum = 0
      for (let i = 0; i < decisions; i++) sum += each(list[i % list.length]).tier.length
      return { check: `${tally} ${sum}` }
    }
  }

export const variants = {
  'hand-written': timed(hand()),
  tierwise: async (input) => {
    const { adoptTiers, evaluateTier } = await import('tierwise/tiers')
    const ladder = adoptTiers(definition)
    return timed(({ measures, current }) => evaluateTier(ladder, measures, { asOf: AS_OF, current }))(input)
  },
  'json-logic-engine, compiled': async (input) => {
    const { LogicEngine } = await import('json-logic-engine')
    const decide = new LogicEngine().build(logic())
    return timed(({ measures, current }) => {
      const packed = decide({ ...measures, tier: current.tier, until: current.until })
      return { tier: TIERS[Math.floor(packed / 10)].id, outcome: OUTCOMES[packed % 10] }
    })(input)
  },
}
const OUTCOMES = ['base', 'entered', 'held', 'kept', 'grace', 'fell']
/** A term that ended on this day or later is in its thirty days of grace. */
const GRACE_FROM = dateOf(NOW - 30 * DAY)

const node = (part) =>
  Array.isArray(part) ? { measure: part[0], gte: part[2] } : part.all ? { all: part.all.map(node) } : { any: part.any.map(node) }
const definition = {
  kind: 'ladder',
  format: 1,
  id: 'five',
  tiers: TIERS.map(({ id, entry, retain }) => (entry ? { id, enter: node(entry), keep: node(retain) } : { id })),
  grant: { until: { plus: { n: 12, unit: 'month' }, last: 'dayBefore' } },
  review: { grace: { n: 30, unit: 'day' } },
}

/** The same decision as an application would write it. */
function hand() {
  const UNTIL = '2025-12-31'
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
    if (rank > held) return { tier: earned, outcome: 'entered', until: UNTIL }
    if (held === 0) return { tier, outcome: 'base', until: undefined }
    if (until >= AS_OF) return { tier, outcome: 'held', until }
    if (rank === held) return { tier, outcome: 'kept', until: UNTIL }
    const keeps =
      held === 4
        ? (spend >= 4000 || points >= 8000) && orders >= 10
        : held === 3
          ? spend >= 1600 || points >= 3200
          : held === 2
            ? spend >= 600 || points >= 1200
            : spend >= 200 || points >= 400
    if (keeps) return { tier, outcome: 'kept', until: UNTIL }
    if (until >= GRACE_FROM) return { tier, outcome: 'grace', until }
    return { tier: earned, outcome: 'fell', until: UNTIL }
  }
}

function logic() {
  const of = (part) =>
    Array.isArray(part) ? { [part[1]]: [{ var: part[0] }, part[2]] } : part.all ? { and: part.all.map(of) } : { or: part.any.map(of) }
  const byTier = (answer) => ({
    if: TIERS.slice(1)
      .flatMap(({ id }, i) => [{ '===': [{ var: 'tier' }, id] }, answer(i + 1)])
      .concat(answer(0)),
  })
  const decided = (earned) =>
    byTier((held) => {
      if (earned > held) return earned * 10 + 1
      if (held === 0) return 0
      const after =
        earned === held
          ? held * 10 + 3
          : { if: [of(TIERS[held].retain), held * 10 + 3, { '>=': [{ var: 'until' }, GRACE_FROM] }, held * 10 + 4, earned * 10 + 5] }
      return { if: [{ '>=': [{ var: 'until' }, AS_OF] }, held * 10 + 2, after] }
    })
  return { if: [4, 3, 2, 1].flatMap((rank) => [of(TIERS[rank].entry), decided(rank)]).concat(decided(0)) }
}

export function check({ check }) {
  return check
}
