/**
 * The conditions of a ladder as one jump program over doubles, gathered once per row: deciding among many conditions reads each measure once.
 * No code is generated. Thresholds and values have at most 15 digits where they have decimals, so doubles keep their order exactly.
 */

import { readDecimal, TEN } from '../core/decimal/decimal.js'
import { UsageError } from '../core/errors.js'
import type { Condition } from '../core/language/condition.js'
import type { Measures } from './ladder.js'

const MET = -1
const UNMET = -2

export interface Flat {
  /** The measures to gather, in the order of `values`. */
  readonly names: readonly string[]
  /** Measures, then the constants of the conditions. NaN is absent and meets nothing. */
  readonly values: Float64Array
  /** The upper halves of their bits, every second one. */
  readonly uppers: Uint32Array
  readonly steps: readonly Step[]
  /** Whether the row itself is looked at, for words. */
  readonly readsRow: boolean
  /** Where each condition starts. */
  readonly starts: readonly number[]
  holds(start: number, row: Measures): boolean
}

/** A measure by its name, a constant by its value. */
type Side = number | string

/** `left ≥ right`, and where to go on. */
interface Step {
  readonly left: Side
  /** Absent: a test is asked, whose place is the complement of `left`. */
  readonly right?: Side
  readonly met: number
  readonly unmet: number
}

export function compileFlat(conditions: readonly Condition[]): Flat {
  const names: string[] = []
  const steps: Step[] = []
  const tests: ((row: Measures) => boolean)[] = []
  let readsRow = false

  const compare = (left: Side, right: Side, met: number, unmet: number): number => {
    for (const side of [left, right]) if (typeof side === 'string' && !names.includes(side)) names.push(side)
    return steps.push({ left, right, met, unmet }) - 1
  }
  /** More than is at least and not at most. */
  const bounded = (name: string, operator: string, bound: Side, met: number, unmet: number): number => {
    const [high, low] = operator[0] === 'g' ? [name, bound] : [bound, name]
    return compare(high, low, operator.length === 2 ? compare(low, high, unmet, met) : met, unmet)
  }
  const equals = (name: string, bound: Side, met: number, unmet: number): number =>
    compare(name, bound, compare(bound, name, met, unmet), unmet)
  const ask = (test: (row: Measures) => boolean, met: number, unmet: number, row = true): number => {
    readsRow ||= row
    return steps.push({ left: -tests.push(test), met, unmet }) - 1
  }

  /** Written from the end, so that every jump leads to what is there already. */
  const write = (condition: Condition, met: number, unmet: number): number => {
    if ('all' in condition) return condition.all.reduceRight((next, inner) => write(inner, next, unmet), met)
    if ('any' in condition) return condition.any.reduceRight((next, inner) => write(inner, met, next), unmet)
    if ('not' in condition) return write(condition.not, unmet, met)
    if ('of' in condition) {
      const parts = condition.of.map((inner) => write(inner, MET, UNMET))
      return ask((row) => parts.reduce((count, start) => count + Number(holds(start, row)), 0) >= condition.atLeast, met, unmet, false)
    }
    if ('flag' in condition) return equals(condition.flag, 1, met, unmet)
    const { measure, field, ...comparison } = condition as { readonly measure?: string; readonly field?: string }
    const name = (measure ?? field) as string
    const [operator, bound] = Object.entries(comparison)[0] as [string, unknown]
    if (operator === 'exists') return ask((row) => (own(row, name) !== undefined) === bound, met, unmet)
    if (operator === 'in' || operator === 'eq')
      return [bound].flat().reduceRight<number>((next, one) => {
        const number = numeric(one)
        return number === undefined ? ask((row) => own(row, name) === one, met, next) : equals(name, number, met, next)
      }, unmet)
    const number = numeric(bound)
    if (number !== undefined) return bounded(name, operator, number, met, unmet)
    // Dates as YYYY-MM-DD order as text.
    const text = String(bound)
    return ask(
      (row) => {
        const datum = own(row, name)
        return typeof datum === 'string' && (datum === text ? operator.length === 3 : datum > text === (operator[0] === 'g'))
      },
      met,
      unmet,
    )
  }

  const starts = conditions.map((condition) => write(condition, MET, UNMET))
  const constants: number[] = []
  const slotOf = (side: Side): number => (typeof side === 'string' ? names.indexOf(side) : names.length + constants.push(side) - 1)
  // Four numbers a step: left, right, where to go on when met and when not; a left below 0 is a test.
  const code = Int32Array.from(
    steps.flatMap(({ left, right, met, unmet }) => [
      right === undefined ? (left as number) : slotOf(left),
      right === undefined ? 0 : slotOf(right),
      4 * met,
      4 * unmet,
    ]),
  )
  const values = Float64Array.from([...names.map(() => Number.NaN), ...constants])

  function holds(start: number, row: Measures): boolean {
    let at = 4 * start
    while (at >= 0) {
      const left = code[at]
      at = code[(left < 0 ? tests[~left](row) : values[left] >= values[code[at + 1]]) ? at + 2 : at + 3]
    }
    return at === 4 * MET
  }
  return { names, values, uppers: uppersOf(values), steps, readsRow, starts, holds }
}

/** The upper half of a double's bits: sign, exponent and the beginning of the fraction. Every second word, behind the lower half on nearly all machines. */
export function uppersOf({ buffer, byteOffset, length }: Float64Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, 2 * length).subarray(UPPER)
}
const UPPER = new Uint8Array(Uint32Array.of(1).buffer)[0]

/** A bound as a number, or the name of the measure it is; `undefined` for words. */
function numeric(bound: unknown): number | string | undefined {
  if (typeof bound === 'object') return Object.values(bound as object)[0] as string
  const number = typeof bound === 'boolean' ? Number.NaN : doubleOf('', bound)
  return Number.isNaN(number) ? undefined : number
}

/**
 * Fills the values from a row. The first measures are written out: for each place in the code an engine remembers where it found a property,
 * and in a loop over names there is nothing to remember, which takes five times as long; and numbers do not pass through a call.
 * @throws UsageError `tiers.measure.digits`
 */
export function gather({ names, values }: Flat, row: Measures): void {
  const { length } = names
  if (length > 0) {
    const datum = row[names[0]]
    values[0] = typeof datum === 'number' && datum - datum === 0 ? datum : known(datum, names[0], row)
  }
  if (length > 1) {
    const datum = row[names[1]]
    values[1] = typeof datum === 'number' && datum - datum === 0 ? datum : known(datum, names[1], row)
  }
  if (length > 2) {
    const datum = row[names[2]]
    values[2] = typeof datum === 'number' && datum - datum === 0 ? datum : known(datum, names[2], row)
  }
  for (let i = 3; i < length; i++) values[i] = known(row[names[i]], names[i], row)
}

/** A measure as the conditions compare it, NaN for one that is absent. @throws UsageError `tiers.measure.digits` */
function known(datum: unknown, name: string, row: Measures): number {
  return typeof datum === 'number' && datum - datum === 0 ? datum : doubleOf(name, own(row, name))
}

/**
 * A value as a double: NaN for what is not a number; true is 1.
 * @throws UsageError `tiers.measure.digits` for a decimal of more than 15 digits, which a double cannot tell from its neighbors
 */
export function doubleOf(name: string, datum: unknown): number {
  if (typeof datum === 'boolean') return Number(datum)
  if (typeof datum === 'number') return datum - datum === 0 ? datum : Number.NaN // no infinities
  const read = readDecimal(datum)
  if (read === undefined) return Number.NaN
  if (read.scale > 0 && Math.abs(read.units) >= 1e15) throw new UsageError('tiers.measure.digits', { name, digits: 15 })
  return read.units / TEN[read.scale]
}

/** Null is absent too. */
export function own(row: Measures, name: string): unknown {
  return Object.hasOwn(row, name) ? (row[name] ?? undefined) : undefined
}
