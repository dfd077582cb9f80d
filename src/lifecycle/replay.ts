import type { FactLike } from '../core/language/fact-scope.js'
import { dayAt } from '../core/time/zone.js'
import type { LifecycleDefinition } from './definition.js'
import { compareFacts, type LifecycleEvent, readEvent } from './event.js'
import { playHistory } from './history.js'
import { machineForm } from './machine.js'
import { type LifecycleOutcome, type LifecycleStep, stepOf, unchanged } from './outcome.js'
import { foreignState } from './own.js'
import type { LifecycleUntil } from './reading.js'
import { newRun } from './run.js'
import { startLifecycle } from './start.js'
import type { LifecycleState } from './state.js'

export type ReplayOptions = {
  /** A state made earlier: its facts count, and those given from its base on. */
  readonly from?: LifecycleState
  /** Default: the customer of the first fact. */
  readonly account?: string
} & (LifecycleUntil | { readonly asOf?: never; readonly at?: never })

/**
 * A lifecycle from its history: facts in any order, duplicates and all. Without a moment it ends with the last fact; facts after the moment do not count.
 * Answers what `needs-history` asks for, and carries accounts over to a changed definition.
 * @returns the state, every effect of the history, an outcome per fact that was not simply applied, every move
 */
export function replayLifecycle(
  definition: LifecycleDefinition,
  events: Iterable<LifecycleEvent>,
  options: ReplayOptions = {},
): LifecycleStep {
  const machine = machineForm(definition)
  const until =
    'asOf' in options && options.asOf !== undefined
      ? { asOf: options.asOf }
      : 'at' in options && options.at !== undefined
        ? { at: options.at }
        : undefined
  const limit = until === undefined ? undefined : machine.reading.moment(until).at
  const given = options.from
  if (given !== undefined) {
    const foreign = foreignState(machine, given)
    if (foreign !== undefined) return unchanged(given, 'refused', null, {}, { reason: foreign })
  }
  const outcomes: LifecycleOutcome[] = []
  const known = new Map<string, FactLike>()
  const facts: FactLike[] = []
  for (const fact of given?.recent ?? []) {
    if (fact.id !== undefined) known.set(fact.id, fact)
    facts.push(fact)
  }
  const start = given ?? startLifecycle(machine.definition, options.account)
  const firstDay = given === undefined || given.recent.length === 0 ? Number.NEGATIVE_INFINITY : dayAt(machine.zone, given.recent[0].at)
  let account = options.account ?? given?.account
  for (const event of events) {
    const fact = readEvent(event, machine)
    const problem =
      fact.type === undefined
        ? unchanged(start, 'invalid', event, { ...fact.why })
        : !machine.events.has(fact.type)
          ? unchanged(start, 'unknown', fact, { type: fact.type })
          : fact.id !== undefined && known.has(fact.id)
            ? unchanged(start, machine.reading.isSame(known.get(fact.id) as FactLike, fact) ? 'duplicate' : 'conflict', fact)
            : undefined
    if (problem !== undefined) {
      outcomes.push(...problem.outcomes)
      continue
    }
    const read = fact as FactLike // whatever is none has a problem
    if (limit !== undefined && read.at > limit) continue
    if (read.id !== undefined) known.set(read.id, read)
    if (dayAt(machine.zone, read.at) < firstDay) continue // already in the base
    facts.push(read)
    if (account === undefined && typeof event.customerId === 'string') account = event.customerId
  }
  facts.sort(compareFacts)
  const asOf = limit ?? facts[facts.length - 1]?.at
  if (asOf === undefined) return stepOf({ ...start, account: account ?? '' }, undefined, outcomes)
  const { state, moves } = playHistory(newRun(machine), { ...start, account: account ?? '' }, facts, asOf)
  return stepOf(state, moves, outcomes)
}
