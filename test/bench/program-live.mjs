/**
 * The events of one live account, whose open lots stay as many as the row says. `in columns` is the workspace form: all of them in one call, as an
 * importer or a nightly run has them; `event by event` is the pure form, a new state each time. The ceiling is an account changed in place, event by event. Runs of
 * 100,000 events.
 */
import { pointsAlone } from './program-many.mjs'

export const base = 'ceiling'
const GOALS = [{ goal: 'G13', variant: 'tierwise, in columns', of: 'ceiling', atMost: 1.5 }]
export const sizes = {
  '10 open lots': { lots: 10, quick: true, warm: 3, runs: 7, goals: GOALS },
  '1,000 open lots': { lots: 1_000, quick: true, warm: 3, runs: 7, goals: GOALS },
}

const DAY = 86_400_000
const START = Date.UTC(2024, 0, 1)
const EVENTS = 100_000
const EARN = 0
const REDEEM = 1

/** Lots of a hundred points, then in turn one that comes and a hundred points that go. */
export function load({ lots }) {
  const count = lots + EVENTS
  const type = Uint8Array.from({ length: count }, (_, k) => (k < lots || k % 2 === 0 ? EARN : REDEEM))
  return {
    from: Int32Array.of(0, count),
    types: ['earn', 'redeem'],
    type,
    at: Float64Array.from({ length: count }, (_, k) => START + k * 60_000),
    attributes: { points: new Int32Array(count).fill(100) },
  }
}

export const variants = {
  ceiling: ({ type, at, attributes: { points } }) => {
    const events = Array.from(type, (code, k) => ({ type: code === EARN ? 'earn' : 'redeem', at: at[k], points: points[k] }))
    const apply = (account, { type, at, points }) => {
      const { left, ends } = account
      while (account.head < ends.length && ends[account.head] <= at) account.balance -= left[account.head++]
      if (type === 'earn') {
        left.push(points)
        ends.push(at + 365 * DAY)
        account.balance += points
      } else if (account.balance >= points) {
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
    }
    const open = () => ({ left: [], ends: [], head: 0, balance: 0 })
    const account = open()
    let k = 0
    return Object.assign(
      () => {
        const account = open()
        for (const event of events) apply(account, event)
        return account.balance
      },
      { one: () => apply(account, events[k++ % events.length]) },
    )
  },
  'tierwise, in columns': async (columns) => {
    const { applyMany, newWorkspace } = await import('tierwise/program')
    const program = await pointsAlone()
    const workspace = newWorkspace()
    return () => applyMany(program, columns, { workspace }).table.columns['balance.points'][0]
  },
  'tierwise, event by event': async (columns) => {
    const { applyEvent, eventsOf } = await import('tierwise/program')
    const program = await pointsAlone()
    const events = eventsOf(columns, 0)
    const run = () => {
      let state
      for (const event of events) ({ state } = applyEvent(program, state, event))
      const { earned, spent, expired } = state.books.purses.points
      return earned - spent - expired
    }
    let state
    let k = 0
    return Object.assign(run, {
      one: () => {
        if (k === events.length) {
          state = undefined
          k = 0
        }
        ;({ state } = applyEvent(program, state, events[k++]))
      },
    })
  },
}

export const check = String
