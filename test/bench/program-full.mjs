/**
 * One pure event on a full program: five tiers over a yearly sum and a rolling count, rates by tier, a monthly cap, a weekend bonus, awards,
 * reviews, redemptions and refunds, on an account with sixty orders that may still be reversed. Runs of 30,000 events. Nothing else does the same work.
 */
import { inTurn } from './program-event.mjs'
import { DEFINITION } from './work/full-program.mjs'

export const base = 'tierwise'
const GOALS = [{ goal: 'full program', variant: 'tierwise', atMost: 5000, figure: 'p50' }]
export const sizes = { 'five tiers': { quick: true, warm: 3, runs: 7, goals: GOALS } }

const DAY = 86_400_000
const CHAIN = 30
const EVENTS = 30_000

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
    const run = () => {
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
    return Object.assign(run, { one: inTurn(start, events, (state, event) => applyEvent(program, state, event).state) })
  },
}

export const check = String
