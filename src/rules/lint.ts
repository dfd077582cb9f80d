/**
 * What a condition can never say: findings about conditions that always hold, never hold, or contain parts that decide nothing.
 * Every condition on numbers is a union of boxes (one interval per subject); a box that is empty is a contradiction, one inside another is shadowed.
 */

import { compareExact, type Exact, readExact } from '../core/decimal/exact.js'
import { operatorOf } from '../core/language/compile-condition.js'
import type { Condition } from '../core/language/condition.js'
import { type Reason, reason } from '../core/reason.js'
import type { RuleDefinition } from './definition.js'

type Path = readonly (string | number)[]

/** An interval of a subject; `undefined` is unbounded. For text subjects only `eq` and `in` say something. */
interface Interval {
  readonly low?: Exact
  readonly lowOpen?: boolean
  readonly high?: Exact
  readonly highOpen?: boolean
  readonly values?: ReadonlySet<string>
  /** Absent is inside too: the negation of a comparison holds for a row that has no such name. */
  readonly orAbsent?: boolean
  /** No value at all is inside: only an absent name is left. */
  readonly none?: boolean
}
/** By subject. A condition this reader cannot see into (a computed bound, a share) is an opaque subject of its own. */
type Box = ReadonlyMap<string, Interval>

/** Past this many boxes the question is left open rather than answered slowly. */
const BOXES_MAX = 512

/** Findings of a rule: `rules.condition.never`, `rules.condition.always`, `rules.alternative.shadowed`, `rules.part.redundant`. */
export function lintRule(rule: RuleDefinition): Reason[] {
  return lintCondition(rule.when, ['when'])
}

/** The same for a condition alone; `path` is where it stands in its definition. */
export function lintCondition(condition: Condition, path: Path = []): Reason[] {
  const findings: Reason[] = []
  visit(condition, path, findings)
  return findings
}

function visit(condition: Condition, path: Path, findings: Reason[]): void {
  const boxes = boxesOf(condition)
  if (boxes !== undefined && boxes.length === 0) {
    findings.push(reason('rules.condition.never', 'warning', {}, { path }))
    return // everything below is part of the same contradiction
  }
  if ('all' in condition) {
    condition.all.forEach((inner, i) => {
      visit(inner, [...path, 'all', i], findings)
      const others = condition.all.filter((_, j) => j !== i)
      if (others.length > 0 && implies({ all: others }, inner)) {
        // Of two equal parts only the later is named.
        const twin = condition.all.findIndex((other) => other !== inner && implies(inner, other) && implies(other, inner))
        if (twin < 0 || twin < i) findings.push(reason('rules.part.redundant', 'warning', {}, { path: [...path, 'all', i] }))
      }
    })
  } else if ('any' in condition) {
    condition.any.forEach((inner, i) => {
      visit(inner, [...path, 'any', i], findings)
      const by = condition.any.findIndex((other, j) => j !== i && implies(inner, other) && !(implies(other, inner) && j > i))
      if (by >= 0) findings.push(reason('rules.alternative.shadowed', 'warning', { by }, { path: [...path, 'any', i] }))
    })
  } else if ('of' in condition) {
    condition.of.forEach((inner, i) => {
      visit(inner, [...path, 'of', i], findings)
    })
  } else if ('not' in condition) visit(condition.not, [...path, 'not'], findings)
}

/** True only if every row that meets `a` surely meets `b`. */
export function implies(a: Condition, b: Condition): boolean {
  const left = boxesOf(a)
  const right = boxesOf(b)
  if (left === undefined || right === undefined) return false
  return left.every((box) => right.some((other) => contains(other, box)))
}

/** False only if surely no row meets the condition. */
export function canHold(condition: Condition): boolean {
  return boxesOf(condition)?.length !== 0
}

/** The condition as a union of boxes, empty ones left out; `undefined` if there would be too many. */
function boxesOf(condition: Condition, negated = false): Box[] | undefined {
  if ('not' in condition) return boxesOf(condition.not, !negated)
  if ('all' in condition) return negated ? union(condition.all, true) : product(condition.all, false)
  if ('any' in condition) return negated ? product(condition.any, true) : union(condition.any, false)
  if ('of' in condition) {
    // At least n of m hold; negated: at least m − n + 1 fail.
    const needed = negated ? condition.of.length - condition.atLeast + 1 : condition.atLeast
    const boxes: Box[] = []
    for (const chosen of subsets(condition.of, needed)) {
      const part = product(chosen, negated)
      if (part === undefined || boxes.length + part.length > BOXES_MAX) return undefined
      boxes.push(...part)
    }
    return boxes
  }
  return leaf(condition, negated)
}

function union(conditions: readonly Condition[], negated: boolean): Box[] | undefined {
  const boxes: Box[] = []
  for (const inner of conditions) {
    const part = boxesOf(inner, negated)
    if (part === undefined || boxes.length + part.length > BOXES_MAX) return undefined
    boxes.push(...part)
  }
  return boxes
}

function product(conditions: readonly Condition[], negated: boolean): Box[] | undefined {
  let boxes: Box[] = [new Map()]
  for (const inner of conditions) {
    const part = boxesOf(inner, negated)
    if (part === undefined || boxes.length * part.length > BOXES_MAX) return undefined
    boxes = boxes.flatMap((box) => part.map((other) => intersect(box, other)).filter((both) => both !== undefined))
  }
  return boxes
}

function leaf(condition: Condition, negated: boolean): Box[] {
  const flip = (operator: string): string => ({ gte: 'lt', gt: 'lte', lte: 'gt', lt: 'gte' })[operator] ?? operator
  if ('flag' in condition) return [new Map([[`flag ${condition.flag}`, { values: new Set([negated ? 'off' : 'on']) }]])]
  const operator = operatorOf(condition as never)
  const bound = (condition as unknown as Readonly<Record<string, unknown>>)[operator]
  const subject = subjectKey(condition)
  if (subject !== undefined && typeof bound !== 'object' && ['gte', 'gt', 'lte', 'lt'].includes(operator)) {
    const limit = readExact(bound)
    if (limit !== undefined) {
      const side = negated ? flip(operator) : operator
      const interval: Interval =
        side === 'gte'
          ? { low: limit }
          : side === 'gt'
            ? { low: limit, lowOpen: true }
            : side === 'lte'
              ? { high: limit }
              : { high: limit, highOpen: true }
      return [new Map([[subject, negated ? { ...interval, orAbsent: true } : interval]])]
    }
  }
  if (subject !== undefined && !negated && operator === 'eq' && typeof bound !== 'object') {
    const number = readExact(bound)
    return [new Map([[subject, number === undefined ? { values: new Set([String(bound)]) } : { low: number, high: number }]])]
  }
  if (subject !== undefined && !negated && operator === 'in') {
    const values = (bound as readonly unknown[]).map(String)
    if (values.every((value) => readExact(value) === undefined))
      return values.length === 0 ? [] : [new Map([[subject, { values: new Set(values) }]])]
  }
  const opaque = JSON.stringify(condition)
  return [new Map([[`? ${opaque}`, { values: new Set([negated ? 'no' : 'yes']) }]])]
}

function subjectKey(condition: Condition): string | undefined {
  if ('measure' in condition) return `measure ${condition.measure} ${condition.window ?? ''}`
  if ('balance' in condition) return `balance ${condition.balance}`
  if ('field' in condition) return `field ${condition.field}`
  if ('member' in condition) return `member ${condition.member}`
  if ('calendar' in condition) return `calendar ${condition.calendar}`
  return undefined
}

function intersect(a: Box, b: Box): Box | undefined {
  const both = new Map(a)
  for (const [subject, interval] of b) {
    const known = both.get(subject)
    const joined = known === undefined ? interval : narrow(known, interval)
    if (joined === undefined) return undefined
    both.set(subject, joined)
  }
  return both
}

/** `undefined` when nothing is left. */
function narrow(a: Interval, b: Interval): Interval | undefined {
  const inside = a.none || b.none ? undefined : narrowValues(a, b)
  const orAbsent = (a.orAbsent ?? false) && (b.orAbsent ?? false)
  if (inside === undefined) return orAbsent ? { none: true, orAbsent } : undefined
  return orAbsent ? { ...inside, orAbsent } : inside
}

function narrowValues(a: Interval, b: Interval): Interval | undefined {
  if (a.values || b.values) {
    if (!a.values || !b.values) return undefined // text and a number at once
    const values = new Set([...a.values].filter((value) => b.values?.has(value)))
    return values.size === 0 ? undefined : { values }
  }
  const lowFirst = a.low === undefined ? false : b.low === undefined || tighter(a.low, b.low, a.lowOpen, b.lowOpen, 1)
  const highFirst = a.high === undefined ? false : b.high === undefined || tighter(a.high, b.high, a.highOpen, b.highOpen, -1)
  const [low, lowOpen] = lowFirst ? [a.low, a.lowOpen] : [b.low, b.lowOpen]
  const [high, highOpen] = highFirst ? [a.high, a.highOpen] : [b.high, b.highOpen]
  if (low !== undefined && high !== undefined) {
    const order = compareExact(low, high)
    if (order > 0 || (order === 0 && (lowOpen || highOpen))) return undefined
  }
  return {
    ...(low === undefined ? {} : { low, lowOpen: lowOpen ?? false }),
    ...(high === undefined ? {} : { high, highOpen: highOpen ?? false }),
  }
}

function tighter(a: Exact, b: Exact, aOpen: boolean | undefined, bOpen: boolean | undefined, sign: 1 | -1): boolean {
  const order = compareExact(a, b) * sign
  return order > 0 || (order === 0 && (aOpen ?? false) && !(bOpen ?? false))
}

/** Every point of `inner` lies in `outer`. */
function contains(outer: Box, inner: Box): boolean {
  for (const [subject, wide] of outer) {
    const narrower = inner.get(subject)
    if (narrower === undefined || (narrower.orAbsent && !wide.orAbsent)) return false
    if (narrower.none) continue
    if (wide.none) return false
    if (wide.values) {
      if (!narrower.values || [...narrower.values].some((value) => !wide.values?.has(value))) return false
      continue
    }
    if (narrower.values) return false
    if (wide.low !== undefined && (narrower.low === undefined || tighter(wide.low, narrower.low, wide.lowOpen, narrower.lowOpen, 1)))
      return false
    if (wide.high !== undefined && (narrower.high === undefined || tighter(wide.high, narrower.high, wide.highOpen, narrower.highOpen, -1)))
      return false
  }
  return true
}

function* subsets<T>(items: readonly T[], n: number, from = 0): Generator<T[]> {
  if (n === 0) yield []
  for (let i = from; n > 0 && i <= items.length - n; i++) for (const rest of subsets(items, n - 1, i + 1)) yield [items[i], ...rest]
}
