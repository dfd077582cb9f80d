/**
 * The standard playbook over a base under a budget and account managers' hours: one action at most for everybody, so that the whole brings most, with the
 * bound that no plan can pass. Customers come from a generator and are not kept; their making and asking every action is in the figure.
 */
import { growthTo1M } from './work/growth.mjs'
import { AS_OF, customers, TIER_NAMES } from './work/playbook-base.mjs'

export const base = 'tierwise'
export const sizes = {
  '20k customers': { customers: 20_000, quick: true, warm: 1, runs: 3 },
}

export function load(size) {
  return size
}

export const variants = {
  tierwise: async ({ customers: count }) => {
    const { planActions, standardPlaybook } = await import('tierwise/playbook')
    const playbook = standardPlaybook({ timeZone: 'Asia/Shanghai', tiers: TIER_NAMES })
    const limits = { budget: String(count / 2), capacity: { managerHours: count / 100 } }
    return () => planActions(playbook, customers(count), { asOf: AS_OF, ...limits })
  },
}

export const growth = growthTo1M(['tierwise'], { warm: 0, runs: 1 })

export function check({ length, netValue, bound }) {
  return `${length} actions, ${((100 * netValue) / bound).toFixed(3)} % of the bound`
}
