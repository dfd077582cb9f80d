/** What a verb answers: the new state, what the host should do, what became of the event, and why. */

import type { FactLike } from '../core/language/fact-scope.js'
import { type Reason, reason } from '../core/reason.js'
import { type Day, formatDate } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import type { EffectData } from './definition.js'
import type { StageForm, TransitionForm } from './machine.js'
import type { Move } from './run.js'
import type { LifecycleState } from './state.js'

/** Something for the host to do, and when and why it fell due. */
export interface LifecycleEffect extends EffectData {
  readonly at: Instant
  /** The id of the event (its type, if it has none), or `due` for what time alone brought. */
  readonly cause: string
  /** The stage left, entered, or moved to. */
  readonly stage: string
}

/** The same words as a program's outcomes. `unknown`: no rule of the definition reads such an event. */
export interface LifecycleOutcome {
  readonly fact: string
  readonly outcome: 'applied' | 'duplicate' | 'conflict' | 'refused' | 'invalid' | 'unknown' | 'needs-history'
  readonly reason: Reason
  /** Came late and was put in its place. */
  readonly late?: boolean
  /** For `needs-history`: the facts from this local day on are needed by `replayLifecycle`; null: all of them. */
  readonly from?: string | null
}

export interface LifecycleStep {
  readonly state: LifecycleState
  readonly effects: readonly LifecycleEffect[]
  readonly outcomes: readonly LifecycleOutcome[]
  /** The moves, in the order they happened. */
  readonly reasons: readonly Reason[]
}

export const NOTHING: readonly never[] = Object.freeze([])

/** Shared by every event without an id that was simply applied. */
const APPLIED: readonly LifecycleOutcome[] = Object.freeze([
  Object.freeze({ fact: '', outcome: 'applied' as const, reason: Object.freeze(reason('lifecycle.event.applied', 'applied')) }),
])

export function appliedOutcome(): readonly LifecycleOutcome[] {
  return APPLIED
}

export function stepOf(state: LifecycleState, moves: readonly Move[] | undefined, outcomes: readonly LifecycleOutcome[]): LifecycleStep {
  if (moves === undefined) return { state, effects: NOTHING, outcomes, reasons: NOTHING }
  const reasons = moves.length === 1 ? [moveReason(moves[0])] : moves.map((move) => moveReason(move))
  return { state, effects: effectsOf(moves), outcomes, reasons }
}

/** An event that changes nothing, and why. */
export function unchanged(
  state: LifecycleState,
  outcome: LifecycleOutcome['outcome'],
  fact: FactLike | { readonly id?: unknown } | null,
  params: Reason['params'] = {},
  more: Partial<LifecycleOutcome> = {},
): LifecycleStep {
  const id = typeof fact?.id === 'string' ? fact.id : ''
  const weight = outcome === 'duplicate' || outcome === 'unknown' ? 'info' : 'refused'
  return {
    state,
    effects: NOTHING,
    outcomes: [{ fact: id, outcome, reason: reason(`lifecycle.event.${outcome}`, weight, { fact: id, ...params }), ...more }],
    reasons: NOTHING,
  }
}

export function effectsOf(moves: readonly Move[]): readonly LifecycleEffect[] {
  let effects: LifecycleEffect[] | undefined
  for (const { from, to, by, at, cause, blocked } of moves) {
    if (!by.emits || blocked) continue
    effects ??= []
    for (const effect of from.stage.exit ?? NOTHING) effects.push({ ...effect, at, cause, stage: from.id })
    for (const effect of by.rule.effects ?? NOTHING) effects.push({ ...effect, at, cause, stage: to.id })
    for (const effect of to.stage.entry ?? NOTHING) effects.push({ ...effect, at, cause, stage: to.id })
  }
  return effects ?? NOTHING
}

export function moveReason({ from, by, day, cause, blocked }: Move, code?: string): Reason {
  return moved(from, by, day, cause, code ?? (blocked ? 'lifecycle.timer.blocked' : undefined))
}

export function moved(from: StageForm, by: TransitionForm, day: Day, cause: string, code = 'lifecycle.stage.moved'): Reason {
  return { code, outcome: 'applied', params: { from: from.id, to: by.to.id, trigger: by.trigger, cause, on: dateText(day) }, path: by.path }
}

/** Dates repeat: most moves of a base happen within a few years. A place by the day's last bits takes a fifth of a look into a map. */
const texts: ({ readonly day: Day; readonly text: string } | undefined)[] = /* @__PURE__ */ new Array(4096).fill(undefined)

export function dateText(day: Day): string {
  const place = day & 4095
  const known = texts[place]
  if (known !== undefined && known.day === day) return known.text
  const text = formatDate(day)
  texts[place] = { day, text }
  return text
}

/** Moves are the same when the same rule made them for the same cause on the same day. */
export function isSameMove(a: Move, b: Move): boolean {
  return a.by.path.join() === b.by.path.join() && a.from === b.from && a.day === b.day && a.cause === b.cause
}
