/** Exact arithmetic in SQL: an integer expression and the power of ten it is counted in. */

import { readDecimal } from '../core/decimal/decimal.js'
import type { Rounding } from '../core/decimal/rounding.js'
import { UsageError } from '../core/errors.js'
import { type Draft, integer } from './draft.js'
import { all, type Fragment, list, sql } from './fragment.js'

/** `units · 10^−scale`; NULL is absent. */
export interface SqlNumber {
  readonly units: Fragment
  readonly scale: number
  /** Set for constants. */
  readonly constant?: number
}

/** What a statement cannot say; caught where the column is written, which is then NULL. @throws always */
export function inexpressible(word: string): never {
  throw new UsageError('sql.word.inexpressible', { word })
}

export function isInexpressible(error: unknown): error is UsageError {
  return error instanceof UsageError && error.problem === 'sql.word.inexpressible'
}

export function constant(draft: Draft, value: string | number): SqlNumber | undefined {
  const read = readDecimal(value)
  return read && { units: integer(draft, read.units), scale: read.scale, constant: read.units }
}

/** Integers hold eighteen digits. */
const MOST_PLACES = 15

export function rescaled(draft: Draft, { units, scale, constant: value }: SqlNumber, to: number): SqlNumber {
  if (to === scale) return { units, scale, ...(value === undefined ? {} : { constant: value }) }
  const factor = 10 ** (to - scale)
  if (to - scale > MOST_PLACES) inexpressible(`${to} places`)
  if (value !== undefined) {
    if (!Number.isSafeInteger(value * factor)) inexpressible(`${to} places`)
    return { units: integer(draft, value * factor), scale: to, constant: value * factor }
  }
  return { units: sql`(${units} * ${integer(draft, factor)})`, scale: to }
}

export function aligned(draft: Draft, numbers: readonly SqlNumber[]): { readonly units: readonly Fragment[]; readonly scale: number } {
  const scale = Math.max(...numbers.map((one) => one.scale))
  return { units: numbers.map((one) => rescaled(draft, one, scale).units), scale }
}

/** Passes over absent terms; absent only if all are. */
export function plus(draft: Draft, numbers: readonly SqlNumber[]): SqlNumber {
  const { units, scale } = aligned(draft, numbers)
  const absent = all(units.map((one) => sql`${one} IS NULL`))
  const sum = list(
    units.map((one) => sql`COALESCE(${one}, 0)`),
    sql` + `,
  )
  return { units: sql`CASE WHEN NOT ${absent} THEN ${sum} END`, scale }
}

export function minus(draft: Draft, a: SqlNumber, b: SqlNumber): SqlNumber {
  const { units, scale } = aligned(draft, [a, b])
  return { units: sql`(${units[0]} - ${units[1]})`, scale }
}

export function times(numbers: readonly SqlNumber[]): SqlNumber {
  const scale = numbers.reduce((sum, one) => sum + one.scale, 0)
  if (scale > MOST_PLACES) inexpressible(`${scale} places`)
  return {
    units: sql`(${list(
      numbers.map((one) => one.units),
      sql` * `,
    )})`,
    scale,
  }
}

export function extreme(draft: Draft, numbers: readonly SqlNumber[], which: 'min' | 'max'): SqlNumber {
  const { units, scale } = aligned(draft, numbers)
  const better = which === 'min' ? sql`<` : sql`>`
  const best = units.reduce(
    (so, next) => sql`CASE WHEN ${so} IS NULL OR ${next} ${better} ${so} THEN COALESCE(${next}, ${so}) ELSE ${so} END`,
  )
  return { units: best, scale }
}

/** To multiples of a constant step. */
export function rounded(draft: Draft, x: SqlNumber, step: SqlNumber, mode: Rounding): SqlNumber {
  if (step.constant === undefined || step.constant <= 0) inexpressible('round to a step that is no constant above 0')
  const { units, scale } = aligned(draft, [x, step])
  return { units: sql`(${divided(draft, units[0], units[1], mode)} * ${units[1]})`, scale }
}

/** An integer quotient under a rounding; the divisor is above 0. */
export function divided({ dialect }: Draft, n: Fragment, d: Fragment, mode: Rounding): Fragment {
  const whole = dialect.quotient(n, d)
  const rest = sql`(${n} - ${whole} * ${d})`
  const away = sql`CASE WHEN ${n} < 0 THEN -1 ELSE 1 END`
  const size = sql`abs(${rest})`
  const odd = sql`(${whole} - ${dialect.quotient(whole, sql`2`)} * 2 <> 0)`
  const tests: Readonly<Record<Rounding, Fragment>> = {
    down: sql`FALSE`,
    up: sql`${rest} <> 0`,
    floor: sql`${rest} < 0`,
    ceiling: sql`${rest} > 0`,
    halfUp: sql`${rest} <> 0 AND 2 * ${size} >= ${d}`,
    halfDown: sql`2 * ${size} > ${d}`,
    halfEven: sql`2 * ${size} > ${d} OR (2 * ${size} = ${d} AND ${odd})`,
  }
  if (mode === 'down') return whole
  return sql`(${whole} + CASE WHEN ${tests[mode]} THEN ${away} ELSE 0 END)`
}
