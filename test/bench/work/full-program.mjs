/** A program with everything a large one has: five tiers, rates by tier, a cap, a weekend bonus, awards, reviews, redemptions and refunds. */
const NAMES = ['silver', 'gold', 'platinum', 'diamond']
export const DEFINITION = {
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
