import type { FactLike } from '../core/language/fact-scope.js'
import { reason } from '../core/reason.js'
import { dayAt } from '../core/time/zone.js'
import type { LifecycleDefinition } from './definition.js'
import { compareFacts, type LifecycleEvent, readEvent } from './event.js'
import { made, playHistory, rebase } from './history.js'
import { type Machine, machineForm } from './machine.js'
import {
  appliedOutcome,
  dateText,
  effectsOf,
  isSameMove,
  type LifecycleOutcome,
  type LifecycleStep,
  moved,
  moveReason,
  NOTHING,
  stepOf,
  unchanged,
} from './outcome.js'
import { foreignState, isForeign } from './own.js'
import { apply, load, type Move, settle, snapshotOf, take, tell } from './run.js'
import { startLifecycle } from './start.js'
import type { LifecycleState } from './state.js'

/**
 * One event into a lifecycle: the new state, the effects of the moves it caused, and why. Pure and synchronous.
 *
 * - Time that has passed since is computed first: timers due up to the event's day have fired.
 * - An event with a known id is a no-op (`duplicate`), or a `conflict` when its content differs.
 * - A late event within the declared lateness gives the state a replay gives, with the effects of the moves that are new and
 *   reasons `lifecycle.stage.undone` for those that no longer happened; an older one is `needs-history`.
 *
 * @param stored the state as stored; `undefined` begins an account of the event's customer
 * @example
 * const { state, effects } = transition(machine, stored, { id, type: 'purchase', at, amount: '320' })
 */
export function transition(definition: LifecycleDefinition, stored: LifecycleState | undefined, event: LifecycleEvent): LifecycleStep {
  const machine = machineForm(definition)
  const state = stored ?? startLifecycle(definition, typeof event?.customerId === 'string' ? event.customerId : '')
  const { now, recent } = state
  // Most events follow the one before of their account, which left the run in its stage.
  const left = machine.run.stage
  const stage = left.id === now?.stage ? left : machine.stages.get(now?.stage)
  if (stage === undefined || isForeign(machine, state))
    return unchanged(state, 'refused', event, {}, { reason: foreignState(machine, state) })
  const fact = readEvent(event, machine)
  if (fact.type === undefined) return unchanged(state, 'invalid', event, { ...fact.why })
  const form = machine.eventOf(fact.type)
  if (form === undefined) return unchanged(state, 'unknown', fact, { type: fact.type })
  const day = dayAt(machine.zone, fact.at)
  if ((state.day !== null && day <= state.day) || isKnown(recent, fact)) return insert(machine, state, fact, day)

  const { run } = machine
  if (!machine.isPatient) {
    load(run, now, stage)
    let base = now
    if (run.due <= day) {
      settle(run, day - 1)
      base = snapshotOf(run, now)
      settle(run, day)
    }
    const from = run.stage
    const by = take(run, form, fact, day)
    const cause = fact.id ?? fact.type
    if (run.due > day && run.moves === undefined && by?.emits !== true) {
      return {
        state: made(run, state, base, snapshotOf(run, base), [fact], fact.at, day),
        effects: NOTHING,
        outcomes: appliedOutcome(),
        reasons: by === undefined ? NOTHING : [moved(from, by, day, cause)],
      }
    }
    if (by !== undefined) tell(run, from, by, day, fact.at, cause)
    settle(run, day)
    return stepOf(made(run, state, base, snapshotOf(run, base), [fact], fact.at, day), run.moves, appliedOutcome())
  }
  const { base, rest } = rebase(run, state.base, recent, machine.reading.earliest(day))
  load(run, now, stage)
  settle(run, day)
  apply(run, form, fact, day)
  return stepOf(made(run, state, base, snapshotOf(run, now), [...rest, fact], fact.at, day), run.moves, appliedOutcome())
}

function isKnown(recent: readonly FactLike[], { id }: FactLike): boolean {
  if (id === undefined) return false
  for (let i = 0; i < recent.length; i++) if (recent[i].id === id) return true
  return false
}

/** An event on the day of others, or within a declared lateness: put in its place among the recent facts. */
function insert(machine: Machine, state: LifecycleState, fact: FactLike, day: number): LifecycleStep {
  const { recent } = state
  const twin = fact.id === undefined ? undefined : recent.find(({ id }) => id === fact.id)
  if (twin !== undefined) return unchanged(state, machine.reading.isSame(twin, fact) ? 'duplicate' : 'conflict', fact)
  const last = recent[recent.length - 1]
  if (last !== undefined) {
    const from = machine.reading.earliest(dayAt(machine.zone, last.at))
    if (day < from) return unchanged(state, 'needs-history', fact, { at: dateText(day) }, { from: null })
  }
  let place = recent.length
  while (place > 0 && compareFacts(recent[place - 1], fact) > 0) place--
  const asOf = state.asOf === null || fact.at > state.asOf ? fact.at : state.asOf
  const known = playHistory(machine.run, state, recent, state.asOf ?? fact.at).moves ?? []
  const { state: next, moves = [] } = playHistory(machine.run, state, [...recent.slice(0, place), fact, ...recent.slice(place)], asOf)
  const late = state.asOf !== null && fact.at < state.asOf
  const fresh = moves.filter((move) => !known.some((other) => isSameMove(move, other)))
  const undone = known.filter((move) => !moves.some((other) => isSameMove(move, other)))
  const outcomes: readonly LifecycleOutcome[] = late
    ? [{ fact: fact.id ?? '', outcome: 'applied', late: true, reason: reason('lifecycle.event.late', 'applied', { fact: fact.id ?? '' }) }]
    : appliedOutcome()
  return {
    state: next,
    effects: effectsOf(fresh),
    outcomes,
    reasons: [...undone.map((move: Move) => moveReason(move, 'lifecycle.stage.undone')), ...fresh.map((move) => moveReason(move))],
  }
}
