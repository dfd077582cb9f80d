/**
 * One pure event on a full program: five tiers over a yearly sum and a rolling count, rates by tier, a monthly cap, a weekend bonus, awards,
 * reviews, redemptions and refunds, on an account with sixty orders that may still be reversed. Runs of 30,000 events. Nothing else does the same work.
 */

export const base = 'tierwise'
export const sizes = { 'five tiers': { quick: true, warm: 3, runs: 7 } }

const DAY = 86_400_000
const CHAIN = 30
const EVENTS = 30_000

const NAMES = ['silver', 'gold', 'platinum', 'diamond']
const DEFINITION = {
  kind: 'program',
  format: 1,
  id: 'full',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  measures: {
    spend: { from: 'purchase', aggregate: 'sum', window: { fixed: 'year' } },
    orders: { from: 'purchase', aggregate: 'count', window: { rolling: { n: 12, unit: 'month' } } },
  },
  tiers: [
    { id: 'base' },
    ...NAMES.map((id, i) => ({
      id,
      enter: {
        any: [
          { measure: 'spend', gte: String(2000 * 3 ** i) },
          {
            all: [
              { measure: 'orders', gte: String(10 * 2 ** i) },
              { measure: 'spend', gte: String(1000 * 3 ** i) },
            ],
          },
        ],
      },
    })),
  ],
  grant: { until: { endOf: { fixed: 'year' }, ahead: 1 } },
  review: { at: 'end', windows: 'closed', else: { to: 'oneDown' } },
  currencies: { points: { lots: { until: { plus: { n: 12, unit: 'month' }, align: 'monthEnd' } } } },
  earn: [
    {
      id: 'base',
      on: 'purchase',
      to: 'points',
      byTier: { silver: '1.1', gold: '1.25', platinum: '1.5', diamond: '2' },
      round: 'down',
      cap: { max: '5000', per: { fixed: 'month' } },
    },
    { id: 'weekend', on: 'purchase', where: { calendar: 'weekday', gte: '6' }, to: 'points', rate: '0.5', round: 'down' },
  ],
  awards: [{ id: 'tenth', to: 'points', give: '100', measure: 'orders', crosses: { every: '10' } }],
  redeem: [{ id: 'redeem', on: 'redeem', from: 'points', amount: 'points', step: '100' }],
  reverse: [{ id: 'refund', on: 'refund', of: ['purchase'], part: 'amount', giveBack: true }],
}

export function load() {
  const first = Date.UTC(2024, 0, 3)
  const start = first + 301 * DAY
  return {
    opening: Array.from({ length: 60 }, (_, i) => ({
      id: `o${i}`,
      customerId: 'c',
      type: 'purchase',
      at: first + i * 5 * DAY,
      amount: '120.50',
    })),
    events: Array.from({ length: CHAIN }, (_, i) => {
      const at = start + i * DAY * 0.25
      if (i % 10 === 9) return { id: `x${i}`, type: 'refund', refersTo: `x${i - 3}`, at, amount: '50.00' }
      if (i % 10 === 4) return { id: `x${i}`, type: 'redeem', at, points: 100 }
      return { id: `x${i}`, customerId: 'c', type: 'purchase', at, amount: '88.80' }
    }),
  }
}

export const variants = {
  tierwise: async ({ opening, events }) => {
    const { applyEvent, defineProgram } = await import('tierwise/program')
    const program = defineProgram(DEFINITION)
    let start
    for (const event of opening) start = applyEvent(program, start, event).state
    return () => {
      let applied = 0
      for (let done = 0; done < EVENTS; done += CHAIN) {
        let state = start
        for (const event of events) {
          const result = applyEvent(program, state, event)
          if (result.outcomes[0].outcome === 'applied') applied++
          state = result.state
        }
      }
      return applied
    }
  },
}

export const check = String
