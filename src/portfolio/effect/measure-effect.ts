/** 效果评估: did it work? An outcome of customers who were treated, beside that of customers who were not. */

import { UsageError } from '../../core/errors.js'
import { type Reason, reason } from '../../core/reason.js'
import { type Column, type Columns, cell, type Table } from '../../core/table.js'
import { type Arm, armOf, type Difference, differenceOfMeans, differenceOfShares, meanAgainstZero } from './arms.js'
import { detectableEffect } from './sample-size.js'

export interface MeasureEffectOptions {
  /** Column of the outcome: 0/1 (bought again) or a number (revenue). Customers without a value are left out and counted. */
  readonly outcome: string
  /** Column that says who was treated. */
  readonly group: string
  readonly treated: string
  /** The group beside it. Left out, only before and after can be compared, and that claims nothing by itself. */
  readonly comparison?: string
  /** Column of the same outcome before the treatment. */
  readonly before?: string
  /**
   * - `difference` — treated − comparison
   * - `adjusted` — the same with the part that the time before predicts taken out (CUPED): the same effect on average, a narrower interval. The default with `before` and a comparison
   * - `differenceInDifferences` — change of the treated − change of the comparison: where the groups were not drawn by lot and started from different levels
   * - `beforeAfter` — change of the treated alone; only with `withoutComparison: 'allow'`
   */
  readonly method?: EffectMethod
  /** Column of segments: the effect in each. */
  readonly by?: string
  /** Default 0.95. */
  readonly confidence?: number
  /** Default 30: a group smaller than this gets no effect, only its figures. */
  readonly minCustomers?: number
  /** Default `'refuse'`: a change without a comparison is no effect; whatever else changed is in it. */
  readonly withoutComparison?: 'refuse' | 'allow'
}

export type EffectMethod = 'difference' | 'adjusted' | 'differenceInDifferences' | 'beforeAfter'

/**
 * - `portfolio.effect.found` — the interval does not hold 0
 * - `portfolio.effect.unclear` — it does: the data are in line with no effect
 * - `portfolio.effect.too-few` — a group is too small to say
 * - `portfolio.effect.no-comparison` — before and after only, and nobody said that this is enough
 */
export type EffectCode =
  | 'portfolio.effect.found'
  | 'portfolio.effect.unclear'
  | 'portfolio.effect.too-few'
  | 'portfolio.effect.no-comparison'

export interface EffectGroup {
  readonly customers: number
  /** Of the group, without an outcome: left out. */
  readonly withoutOutcome: number
  /** Mean outcome; the share where outcomes are 0/1. Absent without customers. */
  readonly mean?: number
  /** Absent without `before`. */
  readonly meanBefore?: number
}

export interface EffectFigures {
  readonly code: EffectCode
  readonly method: EffectMethod
  readonly treated: EffectGroup
  readonly comparison?: EffectGroup
  /** In the outcome's unit; absent unless the code is `found` or `unclear`, as are the rest. */
  readonly effect?: number
  readonly low?: number
  readonly high?: number
  readonly pValue?: number
  /** Effect / what the treated would have had without it. */
  readonly relative?: number
  /** The smallest effect that groups of this size find with a chance of 80 %. */
  readonly detectable?: number
  /** Share of the variance that the time before explained; for `adjusted`. */
  readonly varianceExplained?: number
}

export interface MeasuredEffect extends EffectFigures {
  readonly kind: 'effect'
  readonly format: 1
  readonly outcome: 'share' | 'mean'
  readonly confidence: number
  /** One entry per value of `by`, in the order of values. Many segments, many chances to find something: read them as hints. */
  readonly segments?: readonly (EffectFigures & { readonly segment: string })[]
  readonly reasons: readonly Reason[]
}

interface Subject {
  readonly outcome: number
  readonly before: number
}

/**
 * The effect of a treatment on an outcome, with its interval.
 *
 * Shares are compared by Newcombe's interval, means by Welch's t; `adjusted` compares y − θ(x − x̄) with θ = cov(x, y)/var(x) over both groups
 * (Deng, Xu, Kohavi & Walker 2013, "Improving the sensitivity of online controlled experiments by utilizing pre-experiment data").
 *
 * ```ts
 * measureEffect(table, { outcome: 'boughtAgain', group: 'arm', treated: 'call', comparison: 'none' })
 * ```
 *
 * @throws UsageError `portfolio.effect.column` for a column that is not there, `portfolio.effect.options` for contradicting options
 */
export function measureEffect(table: Table, options: MeasureEffectOptions): MeasuredEffect {
  const { confidence = 0.95, minCustomers = 30, withoutComparison = 'refuse' } = options
  if (!(confidence > 0 && confidence < 1)) throw new UsageError('portfolio.effect.options', { confidence })
  const method = methodOf(options)
  const group = columnOf(table.columns, options.group)
  const outcome = columnOf(table.columns, options.outcome)
  const before = options.before === undefined ? undefined : columnOf(table.columns, options.before)
  const by = options.by === undefined ? undefined : columnOf(table.columns, options.by)

  const whole = { treated: newSide(), comparison: newSide() }
  const parts = new Map<string, typeof whole>()
  for (let i = 0; i < table.length; i++) {
    const name = String(cell(group, i) ?? '')
    const side = name === options.treated ? 'treated' : name === options.comparison ? 'comparison' : undefined
    if (!side) continue
    const subject = { outcome: numberAt(outcome, i), before: before ? numberAt(before, i) : Number.NaN }
    add(whole[side], subject, before !== undefined)
    const segment = by && cell(by, i)
    if (segment === undefined) continue
    const key = String(segment)
    const part = parts.get(key) ?? { treated: newSide(), comparison: newSide() }
    parts.set(key, part)
    add(part[side], subject, before !== undefined)
  }
  const isShare = [...whole.treated.subjects, ...whole.comparison.subjects].every(({ outcome: y }) => y === 0 || y === 1)
  const figures = (sides: typeof whole): EffectFigures =>
    figuresOf(sides.treated, options.comparison === undefined ? undefined : sides.comparison, {
      method,
      isShare,
      confidence,
      minCustomers,
      withoutComparison,
    })
  const overall = figures(whole)
  return {
    kind: 'effect',
    format: 1,
    outcome: isShare ? 'share' : 'mean',
    confidence,
    ...overall,
    ...(by
      ? { segments: [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([segment, sides]) => ({ segment, ...figures(sides) })) }
      : {}),
    reasons: reasonsOf(overall, confidence, minCustomers),
  }
}

function methodOf({ method, before, comparison }: MeasureEffectOptions): EffectMethod {
  const chosen = method ?? (comparison === undefined ? 'beforeAfter' : before === undefined ? 'difference' : 'adjusted')
  if (chosen !== 'difference' && before === undefined) throw new UsageError('portfolio.effect.options', { method: chosen, needs: 'before' })
  if (chosen !== 'beforeAfter' && comparison === undefined)
    throw new UsageError('portfolio.effect.options', { method: chosen, needs: 'comparison' })
  return chosen
}

function columnOf(columns: Columns, name: string): Column {
  if (!Object.hasOwn(columns, name)) throw new UsageError('portfolio.effect.column', { column: name })
  return columns[name]
}

function numberAt(column: Column, i: number): number {
  const value = cell(column, i)
  return typeof value === 'number' ? value : value === undefined ? Number.NaN : Number(value)
}

interface Side {
  readonly subjects: Subject[]
  withoutOutcome: number
}

function newSide(): Side {
  return { subjects: [], withoutOutcome: 0 }
}

function add(side: Side, subject: Subject, needsBefore: boolean): void {
  if (Number.isFinite(subject.outcome) && (!needsBefore || Number.isFinite(subject.before))) side.subjects.push(subject)
  else side.withoutOutcome++
}

interface Question {
  readonly method: EffectMethod
  readonly isShare: boolean
  readonly confidence: number
  readonly minCustomers: number
  readonly withoutComparison: 'refuse' | 'allow'
}

function figuresOf(
  treated: Side,
  comparison: Side | undefined,
  { method, isShare, confidence, minCustomers, withoutComparison }: Question,
): EffectFigures {
  const hasBefore = method !== 'difference'
  const base = {
    method,
    treated: groupOf(treated, hasBefore),
    ...(comparison ? { comparison: groupOf(comparison, hasBefore) } : {}),
  }
  // An arm of one has no variance, whatever the host thinks is enough.
  const enough = Math.max(2, minCustomers)
  if (treated.subjects.length < enough || (comparison && comparison.subjects.length < enough))
    return { code: 'portfolio.effect.too-few', ...base }
  if (!comparison || method === 'beforeAfter') {
    if (withoutComparison === 'refuse') return { code: 'portfolio.effect.no-comparison', ...base }
    const arm = armOf(treated.subjects.map(({ outcome, before }) => outcome - before))
    return claim(base, meanAgainstZero(arm, confidence), base.treated.meanBefore as number, Number.NaN)
  }
  const { sides, varianceExplained } = adjustedSides(treated.subjects, comparison.subjects, method)
  const [one, two] = sides.map(armOf)
  const plainShares = isShare && method === 'difference'
  const difference = plainShares ? differenceOfShares(one, two, confidence) : differenceOfMeans(one, two, confidence)
  const without = (base.treated.mean as number) - difference.effect
  return claim(
    { ...base, ...(varianceExplained === undefined ? {} : { varianceExplained }) },
    difference,
    without,
    detectableOf(one, two, plainShares, confidence),
  )
}

/** What is compared: outcomes, changes, or outcomes less what the time before predicts. */
function adjustedSides(
  treated: readonly Subject[],
  comparison: readonly Subject[],
  method: EffectMethod,
): { sides: [number[], number[]]; varianceExplained?: number } {
  const read = (value: (subject: Subject) => number): [number[], number[]] => [treated.map(value), comparison.map(value)]
  if (method === 'difference') return { sides: read(({ outcome }) => outcome) }
  if (method === 'differenceInDifferences') return { sides: read(({ outcome, before }) => outcome - before) }
  const all = [...treated, ...comparison]
  const meanX = armOf(all.map(({ before }) => before)).mean
  // θ within groups: an effect must not be taken for something the time before predicted.
  const within = [treated, comparison].map((side) => {
    const x = armOf(side.map(({ before }) => before)).mean
    const y = armOf(side.map(({ outcome }) => outcome)).mean
    return side.reduce(
      (sums, { before, outcome }) => ({
        xx: sums.xx + (before - x) ** 2,
        xy: sums.xy + (before - x) * (outcome - y),
        yy: sums.yy + (outcome - y) ** 2,
      }),
      { xx: 0, xy: 0, yy: 0 },
    )
  })
  const [xx, xy, yy] = (['xx', 'xy', 'yy'] as const).map((key) => within[0][key] + within[1][key])
  const theta = xx === 0 ? 0 : xy / xx
  return {
    sides: read(({ outcome, before }) => outcome - theta * (before - meanX)),
    varianceExplained: xx === 0 || yy === 0 ? 0 : (xy * xy) / (xx * yy),
  }
}

function claim(
  base: Omit<EffectFigures, 'code'>,
  { effect, low, high, pValue }: Difference,
  without: number,
  detectable: number,
): EffectFigures {
  return {
    code: low > 0 || high < 0 ? 'portfolio.effect.found' : 'portfolio.effect.unclear',
    ...base,
    effect,
    low,
    high,
    pValue,
    ...(without !== 0 && Number.isFinite(without) ? { relative: effect / without } : {}),
    ...(Number.isFinite(detectable) ? { detectable } : {}),
  }
}

/** For arms of unequal size: that of two arms with their harmonic mean size. */
function detectableOf(treated: Arm, comparison: Arm, isShare: boolean, confidence: number): number {
  const customers = 2 / (1 / treated.customers + 1 / comparison.customers)
  if (isShare) {
    const base = comparison.mean
    return base > 0 && base < 1 ? detectableEffect(customers, { kind: 'share', base, confidence }) : Number.NaN
  }
  const deviation = Math.sqrt((treated.variance + comparison.variance) / 2)
  return deviation > 0 ? detectableEffect(customers, { kind: 'mean', deviation, confidence }) : Number.NaN
}

function groupOf({ subjects, withoutOutcome }: Side, hasBefore: boolean): EffectGroup {
  if (subjects.length === 0) return { customers: 0, withoutOutcome }
  return {
    customers: subjects.length,
    withoutOutcome,
    mean: subjects.reduce((sum, { outcome }) => sum + outcome, 0) / subjects.length,
    ...(hasBefore ? { meanBefore: subjects.reduce((sum, { before }) => sum + before, 0) / subjects.length } : {}),
  }
}

function reasonsOf(figures: EffectFigures, confidence: number, minCustomers: number): Reason[] {
  const { code, effect, low, high, treated, comparison, method, detectable } = figures
  if (code === 'portfolio.effect.too-few') {
    return [reason(code, 'unknown', { treated: treated.customers, comparison: comparison?.customers ?? null, minimum: minCustomers })]
  }
  if (code === 'portfolio.effect.no-comparison') {
    return [reason(code, 'unknown', { before: treated.meanBefore ?? null, after: treated.mean ?? null })]
  }
  const params = { effect: effect as number, low: low as number, high: high as number, confidence, method, detectable: detectable ?? null }
  return [reason(code, code === 'portfolio.effect.found' ? 'met' : 'unmet', params)]
}
