/**
 * A lifecycle at work on one account. The same run serves one event, a replay and a column of a million customers; what it reads is never changed,
 * what it writes is copied first.
 */

import type { Exact } from '../core/decimal/exact.js'
import { UsageError } from '../core/errors.js'
import type { FactEnv, FactLike } from '../core/language/fact-scope.js'
import type { Day } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import type { EventForm, Machine, StageForm, TransitionForm } from './machine.js'
import type { LifecycleSnapshot, MeterCell } from './state.js'

export interface Move {
  readonly from: StageForm
  readonly to: StageForm
  readonly by: TransitionForm
  readonly at: Instant
  readonly day: Day
  /** The id of the fact, or `due`. */
  readonly cause: string
  /** Not taken: time would have gone in a circle on one day. */
  readonly blocked: boolean
}

export interface Run extends FactEnv {
  readonly machine: Machine
  fact: FactLike
  day: Day
  stage: StageForm
  /** NaN before the first fact. */
  entered: Day
  /** Infinity when no timer runs. */
  due: Day
  /** −Infinity before any has asked. */
  spent: Day
  memory: (Exact | null)[]
  cells: readonly (readonly MeterCell[])[]
  /** Whether `memory` is the run's own copy. */
  owned: boolean
  /** What happened; `undefined` as long as nothing did. */
  moves: Move[] | undefined
  /** Takes the moves instead of `moves`: batches keep columns. */
  sink: ((to: StageForm, day: Day, by: TransitionForm) => void) | undefined
  /** Hears of the day of the first fact. */
  began: ((day: Day) => void) | undefined
  /** Stages that time has entered on the day `chain`. */
  chain: Day
  entries: string[]
  steps: number
}

export function newRun(machine: Machine): Run {
  return {
    machine,
    fact: DUE,
    day: 0,
    element: undefined,
    stage: machine.initial,
    entered: Number.NaN,
    due: Number.POSITIVE_INFINITY,
    spent: Number.NEGATIVE_INFINITY,
    memory: [],
    cells: machine.emptyCells,
    owned: false,
    moves: undefined,
    sink: undefined,
    began: undefined,
    chain: Number.NaN,
    entries: [],
    steps: 0,
  }
}

/** Time is no fact: a timer's condition sees no fields. */
const DUE: FactLike = { type: 'due', at: Number.NaN }

export function load(run: Run, snapshot: LifecycleSnapshot, stage: StageForm): void {
  run.stage = stage
  run.entered = snapshot.entered ?? Number.NaN
  run.due = snapshot.due ?? Number.POSITIVE_INFINITY
  run.spent = snapshot.spent ?? Number.NEGATIVE_INFINITY
  run.memory = snapshot.memory as (Exact | null)[]
  run.cells = snapshot.cells
  run.owned = false
  run.moves = undefined
  run.chain = Number.NaN
  run.steps = 0
}

/** The run as JSON; `before` itself if nothing has changed since it was loaded. */
export function snapshotOf(run: Run, before: LifecycleSnapshot): LifecycleSnapshot {
  const entered = Number.isNaN(run.entered) ? null : run.entered
  const due = run.due === Number.POSITIVE_INFINITY ? null : run.due
  const spent = run.spent === Number.NEGATIVE_INFINITY ? null : run.spent
  const { stage, memory, cells } = run
  run.owned = false // the snapshot has it now
  if (
    memory === before.memory &&
    cells === before.cells &&
    stage.id === before.stage &&
    entered === before.entered &&
    due === before.due &&
    spent === before.spent
  )
    return before
  return { stage: stage.id, entered, due, spent, memory, cells }
}

/** The run's memory, its own to write. */
export function own(run: Run): (Exact | null)[] {
  if (!run.owned) {
    run.memory = run.memory.slice()
    run.owned = true
  }
  return run.memory
}

/** An event at its own time; what was due before it has happened. */
export function apply(run: Run, form: EventForm, fact: FactLike, day: Day): void {
  const from = run.stage
  const by = take(run, form, fact, day)
  if (by !== undefined) tell(run, from, by, day, fact.at, fact.id ?? fact.type)
  if (run.due <= day) settle(run, day)
}

/** What an event sets off, which nobody is told of yet; timers due on its day have still to fire. */
export function take(run: Run, form: EventForm, fact: FactLike, day: Day): TransitionForm | undefined {
  run.fact = fact
  run.day = day
  if (Number.isNaN(run.entered)) begin(run, day)
  const { tallies, days, updates } = form
  if (tallies.length + days.length > 0) {
    const memory = own(run)
    for (let i = 0; i < tallies.length; i++) memory[tallies[i]] = (memory[tallies[i]] as number) + 1
    for (let i = 0; i < days.length; i++) memory[days[i]] = day
  }
  for (let i = 0; i < updates.length; i++) updates[i](run)
  const candidates = run.stage.on[form.index]
  for (let i = 0; i < candidates.length; i++) {
    const candidate = candidates[i]
    if (isMet(run, candidate)) {
      enter(run, candidate.to, day)
      run.chain = Number.NaN
      return candidate
    }
  }
  if (run.stage.retimed[form.index]) run.due = nextDueDay(run)
  return undefined
}

function isMet(run: Run, { test, limit }: TransitionForm): boolean {
  if (test === undefined) return true
  if (limit === undefined) return test(run)
  const x = run.memory[limit.slot]
  if (!(typeof x === 'number' && x <= limit.most && x >= -limit.most)) return test(run)
  return limit.factor * x + limit.day * run.day + limit.constant >= limit.least
}

/** The first fact makes a customer known: the initial stage is entered. */
export function begin(run: Run, day: Day): void {
  run.entered = day
  run.spent = day - 1
  run.due = nextDueDay(run)
  if (run.began !== undefined) run.began(day)
}

/** Lets timers fire up to and including a day, one after the other. */
export function settle(run: Run, through: Day): void {
  while (run.due <= through) fire(run, run.due)
}

function fire(run: Run, day: Day): void {
  if (run.chain !== day) {
    run.chain = day
    run.entries = []
  }
  run.fact = DUE
  run.day = day
  for (const timer of run.stage.timers) {
    const due = timer.due(run)
    if ((due < run.entered ? run.entered : due) !== day) continue
    if (timer.test !== undefined && !timer.test(run)) continue
    // Time that does not pass must not go in circles.
    if (run.entries.includes(timer.to.id)) {
      if (run.sink === undefined)
        note(run, { from: run.stage, to: timer.to, by: timer, at: run.machine.reading.dayStart(day), day, cause: 'due', blocked: true })
      continue
    }
    run.entries.push(timer.to.id)
    if (++run.steps > STEPS_MAX) throw new UsageError('tierwise.lifecycle.too-many-moves', { limit: STEPS_MAX, stage: run.stage.id })
    const from = run.stage
    enter(run, timer.to, day)
    tell(run, from, timer, day, run.sink === undefined ? run.machine.reading.dayStart(day) : Number.NaN, 'due')
    return
  }
  run.spent = day
  run.due = nextDueDay(run)
}

/** A stage that re-enters itself daily reaches this after 270 years. */
const STEPS_MAX = 100_000

function enter(run: Run, stage: StageForm, day: Day): void {
  run.stage = stage
  run.entered = day
  run.spent = day - 1
  run.due = nextDueDay(run)
}

/** Tells of a move that has been made. */
export function tell(run: Run, from: StageForm, by: TransitionForm, day: Day, at: Instant, cause: string): void {
  if (run.sink !== undefined) run.sink(by.to, day, by)
  else note(run, { from, to: by.to, by, at, day, cause, blocked: false })
}

/** Most events move once at most: a list of one takes a tenth of the room that a first `push` reserves. */
function note(run: Run, move: Move): void {
  if (run.moves === undefined) run.moves = [move]
  else run.moves.push(move)
}

/** The next day on which a timer of the stage asks, not before it was entered. */
function nextDueDay(run: Run): Day {
  let next = Number.POSITIVE_INFINITY
  const { timers } = run.stage
  for (let i = 0; i < timers.length; i++) {
    let due = timers[i].due(run)
    if (due < run.entered) due = run.entered
    if (due > run.spent && due < next) next = due
  }
  return next
}
