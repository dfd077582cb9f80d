/**
 * The standard playbook over a base: the best next action of every customer as columns. One customer at a time is the same answer with all its reasons,
 * and what the table spares. Customers come from a generator, as from a cursor, and their making is in every figure.
 */
import { growthTo1M } from './work/growth.mjs'
import { AS_OF, customers, TIER_NAMES } from './work/playbook-base.mjs'

export const base = 'one at a time'
export const sizes = {
  '20k customers': { customers: 20_000, quick: true, warm: 1, runs: 3 },
}

export function load(size) {
  return size
}

const playbookOf = ({ standardPlaybook }) => standardPlaybook({ timeZone: 'Asia/Shanghai', tiers: TIER_NAMES })

export const variants = {
  'one at a time': async ({ customers: count }) => {
    const verbs = await import('tierwise/playbook')
    const playbook = playbookOf(verbs)
    return () => {
      const best = []
      for (const customer of customers(count)) best.push(verbs.nextBestActions(playbook, customer, { asOf: AS_OF }).actions[0]?.action)
      return tally(best)
    }
  },
  tierwise: async ({ customers: count }) => {
    const verbs = await import('tierwise/playbook')
    const playbook = playbookOf(verbs)
    return () => {
      const { action } = verbs.nextActionTable(playbook, customers(count), { asOf: AS_OF }).columns
      return tally(Array.from(action.codes, (code) => action.values[code]))
    }
  },
}

export const growth = growthTo1M(['tierwise'], { warm: 0, runs: 1 })

function tally(actions) {
  const counts = {}
  for (const action of actions) counts[action ?? 'none'] = (counts[action ?? 'none'] ?? 0) + 1
  return counts
}

export function check(counts) {
  return Object.keys(counts)
    .sort()
    .map((action) => `${action} ${counts[action]}`)
    .join('; ')
}
