/** A base for the standard playbook: a customer at a time, from a small seeded generator, as a cursor would hand them on. */

const STAGES = ['prospect', 'firstPurchase', 'repeat', 'loyal', 'atRisk', 'dormant', 'churned', 'wonBack']
const TIERS = ['member', 'member', 'member', 'silver', 'silver', 'gold']
const CHANNELS = ['email', 'phone', 'sms', 'app']
const ACTIONS = ['reminder', 'visit', 'retention-offer', 'manager-call']

export const AS_OF = '2026-11-01'
export const TIER_NAMES = { top: ['gold'], middle: ['silver'], base: ['member'] }

export function* customers(count) {
  let seed = 42
  const next = (below) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  for (let c = 0; c < count; c++) {
    const expected = 10 + next(60) ** 2
    const first = next(4)
    yield {
      customerId: `c${c}`,
      stage: STAGES[next(8)],
      tier: TIERS[next(6)],
      expectedValue: `${expected}.${next(100)}`,
      valueAtRisk: String(Math.floor((expected * next(80)) / 100)),
      daysInStage: next(400),
      enrolled: next(10) > 2,
      openComplaint: next(30) === 0,
      preferredChannels: [
        { channel: CHANNELS[first], share: 0.6, support: 1 + next(30) },
        { channel: CHANNELS[(first + 1) % 4], share: 0.4, support: 1 + next(20) },
      ],
      ...(next(10) === 0 ? { refusedChannels: [CHANNELS[next(4)]] } : {}),
      history: Array.from({ length: next(4) }, () => ({
        action: ACTIONS[next(4)],
        at: `2026-${String(1 + next(10)).padStart(2, '0')}-15`,
      })),
    }
  }
}
