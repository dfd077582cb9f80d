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
  /** Whether the row itself is looked at, for words. */
  readonly readsRow: boolean
  /** Where each condition starts. */
  readonly starts: readonly number[]
  holds(start: number, row: Measures): boolean
}

export function compileFlat(conditions: readonly Condition[]): Flat {
  const names: string[] = []
  const constants: number[] = []
  const code: { left: number | string; right: number | string; sign: number; equal: number; met: number; unmet: number }[] = []
  const tests: ((row: Measures) => boolean)[] = []

  const compare = (left: string, operator: string, right: number | string, met: number, unmet: number): number => {
    for (const name of [left, right]) if (typeof name === 'string' && !names.includes(name)) names.push(name)
    return code.push({ left, right, sign: operator[0] === 'g' ? 1 : -1, equal: operator.length - 2, met, unmet }) - 1
  }
  const equals = (name: string, number: number | string, met: number, unmet: number): number =>
    compare(name, 'gte', number, compare(name, 'lte', number, met, unmet), unmet)
  const ask = (test: (row: Measures) => boolean, met: number, unmet: number): number =>
    code.push({ left: -tests.push(test), right: 0, sign: 0, equal: 0, met, unmet }) - 1

  /** Written from the end, so that every jump leads to what is there already. */
  const write = (condition: Condition, met: number, unmet: number): number => {
    if ('all' in condition) return condition.all.reduceRight((next, inner) => write(inner, next, unmet), met)
    if ('any' in condition) return condition.any.reduceRight((next, inner) => write(inner, met, next), unmet)
    if ('not' in condition) return write(condition.not, unmet, met)
    if ('of' in condition) {
      const parts = condition.of.map((inner) => write(inner, MET, UNMET))
      return ask((row) => parts.reduce((count, start) => count + Number(holds(start, row)), 0) >= condition.atLeast, met, unmet)
    }
    if ('flag' in condition) return equals(condition.flag, 1, met, unmet)
    const { measure, field, ...comparison } = condition as { readonly measure?: string; readonly field?: string }
    const name = (measure ?? field) as string
    const [operator, bound] = Object.entries(comparison)[0] as [string, unknown]
    if (operator === 'exists') return ask((row) => (own(row, name) !== undefined) === bound, met, unmet)
    if (operator === 'in') return (bound as unknown[]).reduceRight<number>((next, one) => is(name, one, met, next), unmet)
    if (operator === 'eq') return is(name, bound, met, unmet)
    const number = numeric(bound)
    if (number !== undefined) return compare(name, operator, number, met, unmet)
    // Dates as YYYY-MM-DD order as text.
    const sign = operator[0] === 'g' ? 1 : -1
    const text = String(bound)
    return ask(
      (row) => {
        const datum = own(row, name)
        return typeof datum === 'string' && (datum === text ? operator.length === 3 : datum > text === sign > 0)
      },
      met,
      unmet,
    )
  }
  const is = (name: string, bound: unknown, met: number, unmet: number): number => {
    const number = numeric(bound)
    return number === undefined ? ask((row) => own(row, name) === bound, met, unmet) : equals(name, number, met, unmet)
  }

  const starts = conditions.map((condition) => write(condition, MET, UNMET))
  const slotOf = (side: number | string): number =>
    typeof side === 'string' ? names.indexOf(side) : names.length + constants.push(side) - 1
  const left = Int32Array.from(code, (step) => (typeof step.left === 'string' ? slotOf(step.left) : step.left))
  const right = Int32Array.from(code, (step) => slotOf(step.right))
  const signs = Float64Array.from(code, (step) => step.sign)
  const equal = Uint8Array.from(code, (step) => step.equal)
  const whenMet = Int32Array.from(code, (step) => step.met)
  const whenUnmet = Int32Array.from(code, (step) => step.unmet)
  const values = Float64Array.from([...names.map(() => Number.NaN), ...constants])

  function holds(start: number, row: Measures): boolean {
    let at = start
    while (at >= 0) {
      const from = left[at]
      let met: boolean
      if (from < 0) met = tests[-1 - from](row)
      else {
        const beyond = signs[at] * (values[from] - values[right[at]])
        met = beyond > 0 || (beyond === 0 && equal[at] === 1)
      }
      at = met ? whenMet[at] : whenUnmet[at]
    }
    return at === MET
  }
  return { names, values, readsRow: tests.length > 0, starts, holds }
}

/** A bound as a number, or the name of the measure it is; `undefined` for words. */
function numeric(bound: unknown): number | string | undefined {
  if (typeof bound === 'object') return Object.values(bound as object)[0] as string
  const number = typeof bound === 'boolean' ? Number.NaN : doubleOf('', bound)
  return Number.isNaN(number) ? undefined : number
}

/** Fills the values from a row. @throws UsageError `tiers.measure.digits` */
export function gather({ names, values }: Flat, row: Measures): void {
  for (let i = 0; i < names.length; i++) {
    const datum = row[names[i]]
    values[i] = typeof datum === 'number' && datum - datum === 0 ? datum : doubleOf(names[i], own(row, names[i]))
  }
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
