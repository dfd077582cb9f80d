/** What limits leave: how much one event can bring, and when a limit or a window begins anew. */

import type { CalendarPart } from '../core/language/value.js'
import type { Day } from '../core/time/civil.js'
import { addLength } from '../core/time/length.js'
import { windowAt } from '../core/time/window.js'
import { spanOf } from '../program/counters.js'
import type { CapForm } from '../program/form.js'
import { type Account, accountOf } from './account.js'
import type { Need } from './needs.js'
import type { Feed } from './solve.js'
import type { Tried } from './trial.js'

/** The smallest event that brings as much as any from here can. */
export interface Fill {
  readonly size: number
  readonly gain: number
  /** The largest that is not refused. */
  readonly top: number
}

/** @returns `undefined` where more always brings more: no limit stands in the way */
export function filled(gain: (size: number) => number | undefined, max: number, known: Fill | undefined): Fill | undefined {
  if (known?.gain === 0) {
    if ((gain(known.top) ?? 0) <= 0) return known
  } else if (known !== undefined) {
    const again = gain(known.size) ?? 0
    if (again <= 0) return { ...known, gain: 0 }
    if (again === known.gain && gain(known.top) === again) return known
  }
  let best: Fill = { size: 1, gain: 0, top: 1 }
  let low = 0
  let top = 1
  let isRising = false
  for (let size = 1, smaller = 0; ; smaller = size, size = Math.min(max, size * 2)) {
    const one = gain(size)
    if (one === undefined) break // a larger one is refused too
    top = size
    isRising = one > best.gain
    if (isRising) {
      best = { size, gain: one, top }
      low = smaller
    }
    if (size >= max) break
  }
  if (isRising && best.size >= max && max > 1 && (gain(Math.floor((3 * max) / 4)) ?? 0) < best.gain) return undefined
  let high = best.size
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2)
    if ((gain(middle) ?? 0) >= best.gain) high = middle
    else low = middle
  }
  return { size: high, gain: best.gain, top }
}

/** The calendar unit with which a part of the calendar can become another. */
const PART_BEGINS: Readonly<Partial<Record<CalendarPart, 'month' | 'quarter' | 'year'>>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  monthOfQuarter: 'month',
}

/** The next day on which a limit or a window begins anew. */
export function nextDay({ definition }: Account, { state }: Tried, { kind, id }: Need, { suggestion: { size } }: Feed): Day | undefined {
  const measure = definition.measures?.[id]
  const fed = new Set(kind === 'balance' ? [id] : measure !== undefined && 'earned' in measure ? [measure.earned] : [])
  const { program, run } = accountOf(definition, state)
  let next: Day | undefined
  const on = (day: Day | undefined): void => {
    if (day !== undefined && Number.isFinite(day) && day > run.day && (next === undefined || day < next)) next = day
  }
  const begins = ({ key, per }: CapForm): void => {
    if (per === 'event' || per === 'lifetime') return
    if (!('fromFirst' in per)) {
      on(windowAt(per, run.day, run.books.anchors)?.to)
      return
    }
    const from = run.books.buckets[key]?.from
    if (typeof from === 'number') on(addLength(from, per.fromFirst))
  }
  for (const { caps, upTo, rule } of program.earnById.values())
    if (fed.has(rule.to)) for (const cap of upTo === undefined ? caps : [...caps, upTo]) begins(cap)
  const part = size.kind === 'times' ? size.calendar : undefined
  if (part !== undefined) on(windowAt({ fixed: PART_BEGINS[part] ?? 'day' }, run.day)?.to)
  if (next !== undefined) return next
  for (const counter of Object.values(program.counters)) {
    if (counter.rolling) on(run.day + 1)
    else if (counter.window !== 'lifetime' || counter.opens.length > 0) on(spanOf(run, counter)?.to)
  }
  return next
}
