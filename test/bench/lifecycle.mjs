/**
 * One event into a lifecycle, pure: state and event in, state out. Eight stages; purchases, returns, opt-outs and ticks with guards over orders, spend and idle days.
 * All variants agree on how many customers end in which stage. Ours also takes duplicates, late events and zones, and says what moved and why.
 */

import { apply, ctx0, EV } from './ceilings/w3-lifecycle/machine.mjs'
import { events, RULES, S, stagesOf } from './work/lifecycle.mjs'

export const base = 'ceiling'
const GOALS = [
  { goal: 'G7', variant: 'tierwise', of: 'ceiling', atMost: 1.4 },
  { goal: 'G7', variant: 'tierwise', of: 'robot3', atMost: 1 / 4 },
  { goal: 'G7', variant: 'tierwise', of: 'XState actor', atMost: 1 / 30 },
  { goal: 'G7', variant: 'tierwise', of: 'XState transition', atMost: 1 / 70 },
]
export const sizes = { '5k customers / 50k events': { customers: 5_000, quick: true, warm: 3, runs: 5, goals: GOALS } }

export function load({ customers }) {
  const columns = events(customers)
  const { length, per, type, at, cents } = columns
  return {
    customers,
    per,
    theirs: Array.from({ length }, (_, k) => ({ type: EV[type[k]], t: at[k], amt: cents[k] / 100 })),
    ours: Array.from({ length }, (_, k) => ({ id: `e${k}`, type: EV[type[k]], at: at[k], amountMinor: cents[k] })),
  }
}

const each = ({ customers, per }, list, begin, step, end) => {
  const run = () => {
    const stages = new Array(customers)
    for (let c = 0, k = 0; c < customers; c++) {
      let state = begin()
      for (let i = 0; i < per; i++, k++) state = step(state, list[k])
      stages[c] = end(state)
    }
    return stages
  }
  let state
  const one = (i) => {
    const k = i % list.length
    if (k % per === 0) state = begin()
    state = step(state, list[k])
  }
  return Object.assign(run, { one })
}

export const variants = {
  /** A table of candidates per stage and event, an immutable snapshot per event: what a declarative library can reach. */
  ceiling: (work) => {
    const table = Object.fromEntries(
      S.map((s) => [
        s,
        Object.fromEntries(
          EV.map((e) => [e, RULES.filter((r) => r[0] === s && r[1] === e).map((r) => ({ to: r[2], guard: r[3] ?? null }))]),
        ),
      ]),
    )
    const step = (snap, e) => {
      const ctx = e.type === 'PURCHASE' || e.type === 'RETURN' ? apply(snap.ctx, e, snap.s) : snap.ctx
      for (const { to, guard } of table[snap.s][e.type]) if (guard === null || guard(ctx, e)) return { s: to, ctx }
      return ctx === snap.ctx ? snap : { s: snap.s, ctx }
    }
    return each(
      work,
      work.theirs,
      () => ({ s: 'prospect', ctx: ctx0() }),
      step,
      ({ s }) => s,
    )
  },
  tierwise: async (work) => {
    const { defineLifecycle, startLifecycle, transition } = await import('tierwise/lifecycle')
    const machine = defineLifecycle(stagesOf())
    const start = startLifecycle(machine, 'one')
    return each(
      work,
      work.ours,
      () => start,
      (state, event) => transition(machine, state, event).state,
      ({ stage }) => stage,
    )
  },
  robot3: async (work) => {
    const { createMachine, guard, interpret, reduce, state, transition } = await import('robot3')
    const states = {}
    for (const s of S) {
      const all = []
      for (const e of EV) {
        const updates = e === 'PURCHASE' || (e === 'RETURN' && s !== 'optedOut')
        const update = updates ? [reduce((c, event) => apply(c, event, s))] : []
        for (const rule of RULES.filter((r) => r[0] === s && r[1] === e))
          all.push(transition(e, rule[2], ...(rule[3] ? [guard((c, event) => rule[3](apply(c, event, s), event))] : []), ...update))
        if (updates) all.push(transition(e, s, ...update))
      }
      states[s] = state(...all)
    }
    const machine = createMachine('prospect', states, ctx0)
    const nothing = () => {}
    const send = (service, event) => {
      service.send(event)
      return service
    }
    return each(
      work,
      work.theirs,
      () => interpret(machine, nothing),
      send,
      (service) => service.machine.current,
    )
  },
  'XState actor': async (work) => {
    const { createActor } = await import('xstate')
    const machine = await xstateMachine()
    const send = (actor, event) => {
      actor.send(event)
      return actor
    }
    return each(
      work,
      work.theirs,
      () => createActor(machine).start(),
      send,
      (actor) => actor.getSnapshot().value,
    )
  },
  'XState transition': async (work) => {
    const { initialTransition, transition } = await import('xstate')
    const machine = await xstateMachine()
    return each(
      work,
      work.theirs,
      () => initialTransition(machine)[0],
      (snapshot, event) => transition(machine, snapshot, event)[0],
      ({ value }) => value,
    )
  },
}

async function xstateMachine() {
  const { assign, createMachine } = await import('xstate')
  const states = {}
  for (const s of S) {
    const on = {}
    for (const e of EV) {
      const updates = e === 'PURCHASE' || (e === 'RETURN' && s !== 'optedOut')
      const update = updates ? { actions: assign(({ context, event }) => apply(context, event, s)) } : {}
      const rules = RULES.filter((r) => r[0] === s && r[1] === e).map((r) => ({
        target: r[2],
        ...(r[3] ? { guard: ({ context, event }) => r[3](apply(context, event, s), event) } : {}),
        ...update,
      }))
      if (updates) rules.push(update)
      if (rules.length > 0) on[e] = rules
    }
    states[s] = { on }
  }
  return createMachine({ id: 'lifecycle', initial: 'prospect', context: ctx0, states })
}

export function check(stages) {
  return S.map((s) => stages.filter((one) => one === s).length).join(' ')
}
