/** What a customer's choices weigh on a given day: purchases count 1, signals their weight, both halved with every half-life. */

import { civilOfDay, type Day, daysInMonth } from '../core/time/civil.js'
import { type Length, monthsIn } from '../core/time/length.js'
import type { ChoiceOptions } from './choices.js'

/** The evidence of one customer at a time. `forget` before the next; days must not descend. */
export interface Memory {
  forget(): void
  /** Evidence for a value as of `day`, in purchases. */
  own(value: number, day: Day): number
  /** All evidence as of `day`. */
  total(day: Day): number
  add(value: number, source: number, day: Day): void
  /** Values with evidence, in the order they were first seen. */
  seen(): readonly number[]
}

/**
 * weight(t) = w · 2^(−(p(day) − p(t)) / n), where p counts units of the half-life on the calendar: days, weeks, or months with
 * the started one as the share of its own days. The ratio of two facts' weights therefore never changes as time goes by.
 */
export function memoryOf(valueCount: number, options: ChoiceOptions, halfLife: Length | undefined): Memory {
  const signals = Object.values(options.signals)
  const weights = [1, ...signals.map((signal) => signal.weight)]
  const halfLives = [halfLife, ...signals.map((signal) => signal.halfLife ?? halfLife)]
  const sources = weights.length
  const clocks = halfLives.map((length) => (length === undefined ? undefined : halvings(length)))
  const level = new Float64Array(valueCount * sources)
  const since = new Float64Array(valueCount * sources)
  const totals = new Float64Array(sources)
  const totalsSince = new Float64Array(sources)
  const round = new Int32Array(valueCount)
  let current = 0
  let seen: number[] = []

  const faded = (amount: number, from: number, source: number, day: Day): number => {
    const clock = clocks[source]
    return clock === undefined || amount === 0 ? amount : amount * 2 ** (from - clock(day))
  }
  return {
    forget() {
      current++
      seen = []
      totals.fill(0)
    },
    own(value, day) {
      if (round[value] !== current) return 0
      let evidence = 0
      for (let s = 0; s < sources; s++) evidence += faded(level[value * sources + s], since[value * sources + s], s, day)
      return evidence
    },
    total(day) {
      let evidence = 0
      for (let s = 0; s < sources; s++) evidence += faded(totals[s], totalsSince[s], s, day)
      return evidence
    },
    add(value, source, day) {
      if (round[value] !== current) {
        round[value] = current
        seen.push(value)
        level.fill(0, value * sources, (value + 1) * sources)
      }
      const cell = value * sources + source
      level[cell] = faded(level[cell], since[cell], source, day) + weights[source]
      totals[source] = faded(totals[source], totalsSince[source], source, day) + weights[source]
      const position = clocks[source]?.(day) ?? 0
      since[cell] = position
      totalsSince[source] = position
    },
    seen: () => seen,
  }
}

/** Half-lives passed on the calendar until `day`, counted from 1970. */
function halvings({ n, unit }: Length): (day: Day) => number {
  const months = monthsIn(unit)
  if (months === 0) return (day) => day / (unit === 'week' ? 7 * n : n)
  let last = Number.NaN
  let position = 0
  return (date) => {
    if (date !== last) {
      const { year, month, day } = civilOfDay(date)
      position = ((year - 1970) * 12 + (month - 1) + (day - 1) / daysInMonth(year, month)) / (months * n)
      last = date
    }
    return position
  }
}
