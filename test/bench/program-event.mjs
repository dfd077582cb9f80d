/**
 * One pure event at a time on a live account, as inside a checkout: state in, state out, with entries, outcome and reasons. Runs of 100,000
 * events, so milliseconds per run are hundredths of microseconds per event. The ceiling changes an account in place and says nothing about what it did.
 */
import { pointsAlone } from './program-many.mjs'

export const base = 'ceiling'
const GOALS = [{ goal: 'one event', variant: 'tierwise', atMost: 1000, figure: 'p50' }]
export const sizes = {
  'points alone, 10 open lots': { lots: 10, quick: true, warm: 3, runs: 7, goals: GOALS },
  'points alone, 1,000 open lots': { lots: 1_000, quick: true, warm: 3, runs: 7, goals: GOALS },
}

const DAY = 86_400_000
const START = Date.UTC(2024, 0, 1)
const EVENTS = 100_000
/** After so many events an account starts again, so that its lots stay as many as the row says. */
const CHAIN = 30

export function load({ lots }) {
  const first = START + (lots * DAY) / 4
  return {
    opening: Array.from({ length: lots }, (_, i) => ({
      id: `l${i}`,
      customerId: 'c',
      type: 'earn',
      at: START + (i * DAY) / 4,
      points: 100,
    })),
    events: Array.from({ length: CHAIN }, (_, i) =>
      i % 3 === 2
        ? { id: `x${i}`, customerId: 'c', type: 'redeem', at: first + i * 60_000, points: 100 }
        : { id: `x${i}`, customerId: 'c', type: 'earn', at: first + i * 60_000, points: 50 },
    ),
  }
}

/** One event a call, from the start again after the last. */
export const inTurn = (start, events, step) => {
  let state = start
  return (i) => {
    if (i % events.length === 0) state = start
    state = step(state, events[i % events.length])
  }
}

export const variants = {
  ceiling: ({ opening, events }) => {
    const start = () => ({ left: [], ends: [], head: 0, balance: 0 })
    const apply = (account, { type, points, at }) => {
      const { left, ends } = account
      while (account.head < ends.length && ends[account.head] <= at) account.balance -= left[account.head++]
      if (type === 'earn') {
        left.push(points)
        ends.push(at + 365 * DAY)
        account.balance += points
        return
      }
      if (account.balance < points) return
      account.balance -= points
      for (let need = points; need > 0; ) {
        const here = left[account.head]
        if (here <= need) {
          need -= here
          account.head++
        } else {
          left[account.head] = here - need
          need = 0
        }
      }
    }
    return () => {
      let balance = 0
      const account = start()
      for (const event of opening) apply(account, event)
      const { length } = account.left
      const { head } = account
      const first = account.balance
      for (let done = 0; done < EVENTS; done += CHAIN) {
        account.left.length = length
        account.ends.length = length
        account.left.fill(100)
        account.head = head
        account.balance = first
        for (const event of events) apply(account, event)
        balance += account.balance
      }
      return balance
    }
  },
  tierwise: async ({ opening, events }) => {
    const { applyEvent } = await import('tierwise/program')
    const program = await pointsAlone()
    let start
    for (const event of opening) start = applyEvent(program, start, event).state
    const run = () => {
      let balance = 0
      for (let done = 0; done < EVENTS; done += CHAIN) {
        let state = start
        for (const event of events) state = applyEvent(program, state, event).state
        const { earned, spent, expired } = state.books.purses.points
        balance += earned - spent - expired
      }
      return balance
    }
    return Object.assign(run, { one: inTurn(start, events, (state, event) => applyEvent(program, state, event).state) })
  },
  /** The ledger by itself, without a program around it. */
  'tierwise/points': async ({ opening, events }) => {
    const { definePoints, movePoints, openPoints } = await import('tierwise/points')
    const ledger = definePoints({
      kind: 'points',
      format: 1,
      id: 'points-alone',
      timeZone: 'UTC',
      currencies: { points: { lots: { until: { plus: { n: 365, unit: 'day' }, last: 'dayBefore' } } } },
    })
    const moveOf = ({ id, type, at, points }) => ({ id, type, at, currency: 'points', amount: points })
    const moves = events.map(moveOf)
    let start = openPoints(ledger, 'c')
    for (const event of opening) start = movePoints(ledger, start, moveOf(event)).state
    const run = () => {
      let balance = 0
      for (let done = 0; done < EVENTS; done += CHAIN) {
        let state = start
        for (const move of moves) state = movePoints(ledger, state, move).state
        const { earned, spent, expired } = state.books.purses.points
        balance += earned - spent - expired
      }
      return balance
    }
    return Object.assign(run, { one: inTurn(start, moves, (state, move) => movePoints(ledger, state, move).state) })
  },
}

export const check = String
