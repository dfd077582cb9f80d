/** Measures as a lifecycle remembers them: a lifetime's count or sum of amounts is one number, anything else the cells of its window. */

import { currencyExponent } from '../core/decimal/currency.js'
import { TEN } from '../core/decimal/decimal.js'
import { addExact, divideExact, type Exact, fromUnits, multiplyExact } from '../core/decimal/exact.js'
import type { NumberGetter, Scope } from '../core/language/scope.js'
import { measureReader } from '../core/measure/compile.js'
import type { Measure } from '../core/measure/definition.js'
import { addToPartial, type DayCell, readPartial, streakOf } from '../core/measure/partial.js'
import { type Day, FIRST_DAY } from '../core/time/civil.js'
import { type DaySpan, windowAt } from '../core/time/window.js'
import { type Linear, linear } from './linear.js'
import { own, type Run } from './run.js'
import type { MeterCell } from './state.js'

export interface Meter {
  readonly types: ReadonlySet<string>
  /** Counts the fact the run looks at. */
  readonly update: (run: Run) => void
  readonly read: NumberGetter<Run>
  /** The same in whole numbers, where one number is enough. */
  readonly linear?: Linear
  /** Whether every fact of the types adds one. */
  readonly isTally?: boolean
}

/** Whether one number is enough for a measure. */
export function isPlain(measure: Measure): boolean {
  const { aggregate, window = 'lifetime', value = 'amount', cap, empty } = measure
  return (
    window === 'lifetime' &&
    cap === undefined &&
    empty === undefined &&
    (aggregate === 'count' || (aggregate === 'sum' && value === 'amount'))
  )
}

/** @param slot where in `run.memory` */
export function plainMeter(measure: Measure, slot: number, currency: string, scope: Scope<Run>): Meter {
  const { types, counts, value } = measureReader<Run>(measure, scope)
  const always = measure.where === undefined
  const add = (run: Run, amount: Exact): void => {
    const memory = own(run)
    const known = memory[slot] as Exact
    const sum = typeof known === 'number' && typeof amount === 'number' ? known + amount : addExact(known, amount)
    memory[slot] = typeof sum !== 'number' || Number.isSafeInteger(sum) ? sum : addExact(known, amount)
  }
  if (measure.aggregate === 'count') {
    return {
      types,
      update: (run) => {
        if (always || counts(run)) add(run, 1)
      },
      read: (run) => run.memory[slot] as Exact,
      linear: linear({ slots: [slot], factors: [1] }),
      isTally: always,
    }
  }
  // Minor units add up as integers; only a reader needs the fraction.
  const exponent = currencyExponent(currency) ?? 2
  return {
    types,
    update: (run) => {
      const { amountMinor, currency: named } = run.fact
      if (amountMinor === undefined || !(always || counts(run))) return
      if (named === undefined || named === currency) add(run, amountMinor)
      else {
        const major = value(run)
        if (major !== undefined) add(run, multiplyExact(major, TEN[exponent]))
      }
    },
    read: (run) => {
      const sum = run.memory[slot] as Exact
      return typeof sum === 'number' ? fromUnits(sum, exponent) : divideExact(sum, TEN[exponent])
    },
    linear: linear({ scale: exponent, slots: [slot], factors: [1] }),
  }
}

/** @param slot where in `run.cells` */
export function cellMeter(
  measure: Measure,
  slot: number,
  scope: Scope<Run>,
  anchors: (run: Run) => Readonly<Record<string, Day | undefined>>,
): Meter {
  const reader = measureReader<Run>(measure, scope)
  const { aggregate } = measure
  const distinct = aggregate === 'distinct'
  const whole = reader.window === 'lifetime'
  /** What came before is of no use any more. */
  const firstDayOf = (cells: readonly MeterCell[], run: Run): Day => {
    const span: DaySpan | undefined = windowAt(reader.window, run.day, anchors(run))
    const streak = aggregate === 'streak' ? streakOf(cells.map(opened), reader, run.day, anchors(run)) : undefined
    return Math.min(span?.from ?? Number.NEGATIVE_INFINITY, streak?.from ?? Number.POSITIVE_INFINITY)
  }
  return {
    types: reader.types,
    update: (run) => {
      const cells = run.cells[slot]
      const from = whole ? Number.NEGATIVE_INFINITY : firstDayOf(cells, run)
      const days: DayCell[] = []
      for (const cell of cells) if (cell.day >= from) days.push(opened(cell))
      const counted = countOf(days)
      addToPartial({ days }, reader, distinct, run, whole ? FIRST_DAY : run.day)
      if (countOf(days) === counted) return
      run.cells = run.cells.map((known, i) => (i === slot ? days.map(closed) : known))
    },
    read: (run) => readPartial({ days: run.cells[slot].map(opened) }, reader, aggregate, run.day, anchors(run)),
  }
}

function countOf(cells: readonly DayCell[]): number {
  let count = 0
  for (const cell of cells) count += cell.count
  return count
}

function opened({ keys, ...cell }: MeterCell): DayCell {
  return { ...cell, keys: keys === undefined ? undefined : new Set(keys) }
}

/** Sorted, so that the same facts leave the same JSON. */
function closed({ keys, ...cell }: DayCell): MeterCell {
  return keys === undefined ? cell : { ...cell, keys: [...keys].sort() }
}
