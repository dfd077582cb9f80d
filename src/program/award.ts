/** Awards: on crossing a value, once in a window, or at dates. */

import { exactUnits, fromUnits } from '../core/decimal/exact.js'
import type { Day } from '../core/time/civil.js'
import { windowAt } from '../core/time/window.js'
import { refused } from '../points/refusal.js'
import { counterState, memberKey, readCounter, spanOf, zeroCounter } from './counters.js'
import type { Award } from './definition.js'
import type { AwardForm, CounterForm } from './form.js'
import { giveOrTake } from './ledger.js'
import type { Run } from './run.js'

/** Rounds of awards that feed the measures of other awards; a definition that goes on is refused rather than followed. */
const ROUNDS_MAX = 20

/** Awards that measures have reached. */
export function awardReached(run: Run): void {
  if (run.program.reachedAwards.length === 0) return
  for (let round = 0; ; round++) {
    if (round === ROUNDS_MAX) throw refused('endless', 'program.award.endless', { rounds: ROUNDS_MAX })
    let given = 0
    for (const form of run.program.reachedAwards) if (awardOne(run, form)) given++
    if (given === 0) return
  }
}

function awardOne(run: Run, form: AwardForm): boolean {
  const { rule } = form
  const state = run.books.awards[keyOfAward(run, rule)]
  if ('measure' in rule) {
    const counter = run.program.counters[rule.measure]
    const from = windowOf(run, counter)
    const given = state !== undefined && state.from === from ? state.given : 0
    const reached = reachedBy(run, form, counter)
    if (reached <= given || !form.when(run)) return false
    // A measure that starts again from zero reaches its steps again: a stamp card.
    setAward(run, rule, from, rule.zero?.includes(rule.measure) ? 0 : reached)
    return giveAward(run, form, reached - given)
  }
  if (!('once' in rule)) return false
  const from = keyOf(windowAt(rule.once, run.day, run.books.anchors)?.from)
  if ((state !== undefined && state.from === from && state.given > 0) || !form.when(run)) return false
  setAward(run, rule, from, 1)
  return giveAward(run, form, 1)
}

/**
 * How many of the times an order was awarded its reversal takes away: those whose value is no longer reached. Where that cannot be seen any
 * more (the window is over, the measure began again), the whole order takes them all.
 */
export function loseAward(run: Run, id: string, times: number, isWhole: boolean): number {
  const form = run.program.awards.find(({ rule }) => rule.id === id)
  if (form === undefined) return isWhole ? times : 0
  const { rule } = form
  const state = run.books.awards[keyOfAward(run, rule)]
  if (state === undefined) return isWhole ? times : 0
  const counter = 'measure' in rule ? run.program.counters[rule.measure] : undefined
  const isSeen =
    counter !== undefined
      ? state.from === windowOf(run, counter) && !rule.zero?.includes(counter.id)
      : 'once' in rule && state.from === keyOf(windowAt(rule.once, run.day, run.books.anchors)?.from)
  if (!isSeen) return isWhole ? times : 0
  const reached = counter !== undefined ? reachedBy(run, form, counter) : form.when(run) ? 1 : 0
  const lost = Math.min(times, Math.max(0, state.given - reached))
  if (lost > 0) setAward(run, rule, state.from, state.given - lost)
  return lost
}

function reachedBy(run: Run, form: AwardForm, counter: CounterForm): number {
  const value = readCounter(run, counter, false)
  return value === undefined ? 0 : (form.thresholds?.(value) ?? 0)
}

/** A rolling window is a new one every day; what was given in it is given once. A streak is one window, from its first day on. */
function windowOf(run: Run, counter: CounterForm): Day | null {
  if (counter.rolling) return null
  const state = counterState(run, counter)
  return counter.streak !== undefined && state !== undefined
    ? counter.streak.read(run, state, false).from
    : keyOf(spanOf(run, counter)?.from)
}

/** What an imported history has reached already is not given again. */
export function skipReached(run: Run, isMeant: (form: AwardForm) => boolean = () => true): void {
  for (const form of run.program.awards) {
    const { rule } = form
    if (!('measure' in rule) || !isMeant(form)) continue
    const counter = run.program.counters[rule.measure]
    if (readCounter(run, counter, false) !== undefined) setAward(run, rule, windowOf(run, counter), reachedBy(run, form, counter))
  }
}

function keyOf(from: Day | undefined): Day | null {
  return from === undefined || !Number.isFinite(from) ? null : from
}

function setAward(run: Run, rule: Award, from: Day | null, given: number): void {
  run.books.awards = { ...run.books.awards, [keyOfAward(run, rule)]: { from, given } }
}

/** An award for what is each member's own is given to each. */
function keyOfAward({ program, member }: Run, rule: Award): string {
  const isOwn = 'measure' in rule && program.counters[rule.measure].perMember?.mode === 'own'
  return isOwn && member !== undefined ? memberKey(rule.id, member) : rule.id
}

/** Awards whose date is now; those that read closed windows come before statuses end, the others after. */
export function awardDated(run: Run, key: string, closed: boolean): void {
  for (const form of run.program.awards) {
    if (form.schedule !== key || (form.rule.windows === 'closed') !== closed) continue
    const before = run.closed
    run.closed = closed
    if (form.when(run)) giveAward(run, form, 1)
    run.closed = before
  }
}

function giveAward(run: Run, form: AwardForm, times: number): boolean {
  const { rule } = form
  const { scale } = run.program.currencies[rule.to]
  const amount = form.give(run)
  for (const id of rule.zero ?? []) zeroCounter(run, run.program.counters[id], run.now - 1)
  if (amount === undefined) return false
  const units = exactUnits(amount, scale, 'down') * times
  giveOrTake(run, rule.id, rule.to, units)
  const { order } = run
  if (order !== undefined && units > 0)
    order.earned.push({ rule: rule.id, currency: rule.to, units, exact: fromUnits(units, scale), taken: 0, times })
  return units !== 0
}
