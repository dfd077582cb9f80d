/**
 * A rule change of a full program, previewed for a whole base: the five-tier program of the table `program-full` against one with higher thresholds and a lower
 * rate, played over every member's history of twelve orders, a redemption and a refund in two years. Members come one at a time, as from a cursor.
 */
import { DEFINITION } from './work/full-program.mjs'

export const base = 'two replays each'
export const sizes = {
  '5k customers': { customers: 5_000, quick: true, warm: 1, runs: 3 },
  '100k customers': { customers: 100_000, warm: 0, runs: 1 },
}

const DAY = 86_400_000
const FIRST = Date.UTC(2024, 0, 3, 4)
const AS_OF = '2025-12-31'

export function load(size) {
  return size
}

/** Orders of 20 to some 4,000 at two to nine weeks' distance, from a small seeded generator per member. */
function* members({ customers }) {
  for (let c = 0; c < customers; c++) {
    let seed = (c * 2_654_435_761 + 1) >>> 0
    const next = (below) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((seed / 2 ** 32) * below)
    }
    const gap = 14 + next(50)
    const size = 20 + next(20) ** 3 / 2
    const events = []
    let day = next(60)
    for (let i = 0; i < 12; i++) {
      events.push({
        id: `${c}-${i}`,
        customerId: `c${c}`,
        type: 'purchase',
        at: FIRST + day * DAY,
        amount: (size * (0.5 + next(100) / 100)).toFixed(2),
      })
      day += 1 + next(gap)
    }
    const [{ at }, returned] = [events[8], events[10]]
    events.push({ id: `${c}-r`, customerId: `c${c}`, type: 'redeem', at: at + DAY, points: 100 })
    events.push({
      id: `${c}-x`,
      customerId: `c${c}`,
      type: 'refund',
      refersTo: returned.id,
      at: returned.at + DAY,
      amount: returned.amount,
    })
    yield { id: `c${c}`, events }
  }
}

async function definitions() {
  const { defineProgram } = await import('tierwise/program')
  const higher = DEFINITION.tiers.map((tier, i) => (i === 0 ? tier : { ...tier, enter: DEFINITION.tiers[i].enter.any[1] }))
  const [earned, ...bonus] = DEFINITION.earn
  const earn = [{ ...earned, byTier: { silver: '1', gold: '1.1', platinum: '1.25', diamond: '1.5' } }, ...bonus]
  return [defineProgram(DEFINITION), defineProgram({ ...DEFINITION, id: 'full-next', tiers: higher, earn })]
}

export const variants = {
  /** The work that cannot be left out: every history under both sets of rules, and the two tiers. Nothing is compared, named or added up. */
  'two replays each': async (size) => {
    const { replayProgram } = await import('tierwise/program')
    const both = await definitions()
    return () => {
      const matrix = {}
      for (const { id, events } of members(size)) {
        const [from, to] = both.map((definition) => replayProgram(definition, events, { account: id, asOf: AS_OF }).state.books.tier)
        matrix[from] ??= {}
        matrix[from][to] = (matrix[from][to] ?? 0) + 1
      }
      return { matrix }
    }
  },
  tierwise: async (size) => {
    const { impact } = await import('tierwise/portfolio')
    const [before, after] = await definitions()
    return () =>
      impact(before, after, members(size), { asOf: AS_OF, pointWorth: { points: '0.01' }, benefitCost: { gold: '120', diamond: '900' } })
  },
}

export function check({ matrix }) {
  return Object.keys(matrix)
    .sort()
    .map(
      (from) =>
        `${from}: ${Object.keys(matrix[from])
          .sort()
          .map((to) => `${to} ${matrix[from][to]}`)
          .join(' ')}`,
    )
    .join('; ')
}
