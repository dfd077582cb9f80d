/** Measures in SQL: the sums behind them are integers, the figure is the same double that the library gives. */

import { exactNumber, readExact } from '../core/decimal/exact.js'
import type { Measure } from '../core/measure/definition.js'
import { reason } from '../core/reason.js'
import { monthsIn, unitsBetween } from '../core/time/length.js'
import { type Window, windowAt } from '../core/time/window.js'
import { type Draft, double, integer, name, step } from './draft.js'
import { conditionOf, field, needsOf, numberOf } from './fact-language.js'
import { all, FALSE, type Fragment, list, NOTHING, sql, TRUE } from './fragment.js'
import { inexpressible, isInexpressible, type SqlNumber } from './number.js'
import { tableOf } from './source.js'
import { column, unitsBetween as unitsBetweenSql } from './summary.js'
import { type FactNeed, isKnown, type WhatHappened } from './what-happened.js'

type Measures = Readonly<Record<string, Measure>>

export function measureNeeds(measures: Measures): FactNeed[] {
  return Object.values(measures).flatMap((measure) => [
    ...needsOf(measure.where),
    ...(measure.aggregate === 'count' ? [] : needsOf(measure.value ?? 'amount')),
    ...needsOf(measure.by),
    ...(measure.aggregate === 'latest' ? (['id'] as const) : []),
  ])
}

/** What the anchored windows of a statement count from: `enrollment` is the day of the first `enroll`. */
const ANCHORS: Readonly<Record<string, string>> = { enrollment: 'enroll' }

/**
 * @returns a step with `customer` and a column of doubles per measure
 */
export function measureSteps(
  draft: Draft,
  facts: WhatHappened,
  measures: Measures,
  anchors: Readonly<Record<string, string>> = ANCHORS,
): Fragment {
  const { dialect } = draft
  const f = sql`f_`
  const ids = Object.keys(measures)
  const here = localized(draft, facts)
  const spans = anchoredSpans(
    draft,
    facts,
    here,
    ids.map((id) => measures[id].window ?? 'lifetime'),
    anchors,
  )
  const parts = ids.map((id, i) => {
    try {
      return partsOf(draft, here, f, measures[id], spans.of(i))
    } catch (error) {
      if (!isInexpressible(error)) throw error
      draft.notes.push(reason('sql.measure.inexpressible', 'refused', { measure: id, word: String(error.params.word) }))
      return undefined
    }
  })
  const totals = parts.flatMap((part, i) =>
    part === undefined ? [] : part.totals.map(([alias, total]) => sql`${total} AS ${word(`m${i + 1}_${alias}`)}`),
  )
  const sums = step(
    draft,
    'sums',
    'what counts for each measure, per customer',
    sql`  SELECT f_.customer AS customer${list(
      totals.map((total) => sql`,\n    ${total}`),
      sql``,
    )}${spans.kept}
  FROM ${here.name} AS f_${spans.join}
  GROUP BY f_.customer`,
  )
  const { customers } = facts.source
  const id = customers === undefined ? undefined : sql`t_.${name(draft, customers.customer)}`
  const from =
    customers === undefined || id === undefined
      ? sums
      : step(
          draft,
          'measured',
          'everybody known, with or without facts',
          sql`  SELECT ${id} AS customer FROM ${tableOf(draft, customers.table)} AS t_ WHERE ${id} IS NOT NULL\n  UNION DISTINCT\n  SELECT s_.customer AS customer FROM ${sums} AS s_`,
        )
  const joined = from === sums ? sql`FROM ${sums} AS s_` : sql`FROM ${from} AS k_\n  LEFT JOIN ${sums} AS s_ ON s_.customer = k_.customer`
  const chosen = ids.map((measureId, i) => {
    const part = parts[i]
    const value =
      part === undefined
        ? dialect.asDouble(sql`NULL`)
        : finished(
            draft,
            measures[measureId],
            part.value((alias) => sql`s_.${word(`m${i + 1}_${alias}`)}`),
            sql`COALESCE(s_.${word(`m${i + 1}_n`)}, 0)`,
          )
    return sql`,\n    ${value} AS ${column(draft, measureId)}`
  })
  return step(
    draft,
    'measures',
    'the measures as doubles',
    sql`  SELECT ${from === sums ? sql`s_` : sql`k_`}.customer AS customer${list(chosen, sql``)}\n  ${joined}`,
  )
}

/** Local days as columns, where the zone ever changes its offset: so long a CASE is written once. */
function localized(draft: Draft, facts: WhatHappened): WhatHappened {
  if (facts.changes === 0) return facts
  const at = sql`f_.at_ms`
  const own = list(facts.columns.map((one) => sql`f_.${one} AS ${one}`))
  const name = step(
    draft,
    'local',
    'facts with their local day, by the offsets of the zone',
    sql`  SELECT ${own},\n    ${facts.dayOf(at)} AS day,\n    ${facts.offsetAt(at)} AS offset_ms\n  FROM ${facts.name} AS f_`,
  )
  return { ...facts, name, dayOf: () => sql`f_.day`, offsetAt: () => sql`f_.offset_ms` }
}

export interface Parts {
  /** Aggregates; `n` counts the facts that count. */
  readonly totals: readonly (readonly [string, Fragment])[]
  readonly value: (of: (alias: string) => Fragment) => Fragment
}

/** The window of a measure for a row: a test, and its length in units for a mean over them. */
export interface Span {
  readonly holds: Fragment
  /** What stands after each aggregate: a frame of days, where the question is asked on many of them. */
  readonly over?: Fragment
  /** `undefined`: the window has no anchor here. */
  readonly units: (unit: NonNullable<Exclude<Measure['aggregate'], string>>['mean']) => Fragment
}

/** The aggregates of a measure over the rows `f`, and its figure from them. @throws `sql.inexpressible` */
export function partsOf(draft: Draft, facts: WhatHappened, f: Fragment, measure: Measure, span: Span): Parts {
  const { dialect } = draft
  const { aggregate } = measure
  const { over = NOTHING } = span
  if (aggregate === 'streak') return inexpressible('a streak')
  const types = typeof measure.from === 'string' ? [measure.from] : measure.from
  const where = measure.where === undefined ? TRUE : conditionOf(draft, facts, f, measure.where)
  const counts = all([facts.isType(f, types), isKnown(draft, facts, f), where, span.holds])
  if (counts === FALSE) return { totals: [['n', sql`count(CASE WHEN FALSE THEN 1 END)${over}`]], value: () => dialect.asDouble(sql`NULL`) }
  const present = (numbers: readonly (SqlNumber | undefined)[]): Fragment =>
    numbers.includes(undefined) ? FALSE : all([counts, ...numbers.map((one) => sql`${(one as SqlNumber).units} IS NOT NULL`)])
  const n = (test: Fragment): readonly [string, Fragment] => ['n', sql`count(CASE WHEN ${test} THEN 1 END)${over}`]
  const major = (units: Fragment, scale: number): Fragment =>
    scale === 0 ? dialect.asDouble(units) : sql`${dialect.asDouble(units)} / ${double(draft, 10 ** scale)}`
  if (aggregate === 'count') return { totals: [n(counts)], value: (of) => dialect.asDouble(of('n')) }
  if (aggregate === 'distinct') {
    if (over !== NOTHING) inexpressible('distinct values over time')
    const given = measure.value ?? 'amount'
    if (typeof given !== 'string') inexpressible('distinct values that are computed')
    const datum = field(facts, f, given)
    if (datum.is === 'absent') return { totals: [n(FALSE)], value: () => dialect.asDouble(sql`NULL`) }
    if (datum.is === 'number' && datum.number.scale > 0) inexpressible('distinct decimals')
    const key = datum.is === 'number' ? datum.number.units : datum.value
    const test = all([counts, sql`${key} IS NOT NULL`])
    return {
      totals: [n(test), ['keys', sql`count(DISTINCT CASE WHEN ${test} THEN ${key} END)`]],
      value: (of) => dialect.asDouble(of('keys')),
    }
  }
  const value = numberOf(draft, facts, f, measure.value ?? 'amount')
  const by = measure.by === undefined ? undefined : numberOf(draft, facts, f, measure.by)
  const test = measure.by === undefined ? present([value]) : present([value, by])
  if (test === FALSE || value === undefined)
    return { totals: [['n', sql`count(CASE WHEN FALSE THEN 1 END)${over}`]], value: () => dialect.asDouble(sql`NULL`) }
  const only = sql`CASE WHEN ${test} THEN ${value.units} END`
  const sum: readonly [string, Fragment] = ['sum', dialect.sumIntegers(only, over)]
  if (typeof aggregate === 'object') {
    if (over !== NOTHING) inexpressible('a mean per unit over time')
    const units = span.units(aggregate.mean)
    const per = sql`CASE WHEN ${units} < 1 THEN 1 ELSE ${units} END`
    return {
      totals: [n(test), sum],
      value: (of) => sql`${dialect.asDouble(of('sum'))} / (${dialect.asDouble(per)} * ${double(draft, 10 ** value.scale)})`,
    }
  }
  switch (aggregate) {
    case 'sum':
      return { totals: [n(test), sum], value: (of) => major(of('sum'), value.scale) }
    case 'mean':
      return {
        totals: [n(test), sum],
        value: (of) => sql`${dialect.asDouble(of('sum'))} / (${dialect.asDouble(of('n'))} * ${double(draft, 10 ** value.scale)})`,
      }
    case 'min':
    case 'max':
      return {
        totals: [n(test), ['best', aggregate === 'min' ? sql`min(${only})${over}` : sql`max(${only})${over}`]],
        value: (of) => major(of('best'), value.scale),
      }
    case 'latest': {
      if (over !== NOTHING) inexpressible('the latest value over time')
      const id = facts.has('id') ? dialect.byBytes(sql`COALESCE(${facts.column(f, 'id')}, '')`) : undefined
      const keys = [
        sql`CASE WHEN ${test} THEN 1 ELSE 0 END`,
        sql`f_.at_ms`,
        ...(id === undefined ? [] : [id]),
        sql`COALESCE(${value.units}, 0)`,
      ]
      return {
        totals: [n(test), ['last', dialect.lastBy(sql`COALESCE(${value.units}, 0)`, keys)]],
        value: (of) => major(of('last'), value.scale),
      }
    }
    case 'ratio': {
      if (by === undefined) return inexpressible('ratio')
      const scale = Math.max(value.scale, by.scale)
      const top = (units: Fragment): Fragment => sql`${dialect.asDouble(units)} * ${double(draft, 10 ** (scale - value.scale))}`
      const bottom = (units: Fragment): Fragment => sql`${dialect.asDouble(units)} * ${double(draft, 10 ** (scale - by.scale))}`
      return {
        totals: [n(test), sum, ['by', dialect.sumIntegers(sql`CASE WHEN ${test} THEN ${by.units} END`, over)]],
        value: (of) => sql`CASE WHEN ${of('by')} <> 0 THEN (${top(of('sum'))}) / (${bottom(of('by'))}) END`,
      }
    }
  }
}

/** Cap and empty: nothing counted is not the same as nothing. */
export function finished(draft: Draft, { aggregate, cap, empty }: Measure, value: Fragment, n: Fragment): Fragment {
  const counted = aggregate === 'sum' || aggregate === 'count' || aggregate === 'distinct' || typeof aggregate === 'object'
  const nothing = empty === 'absent' ? undefined : empty === undefined ? (counted ? 0 : undefined) : exactNumber(readExact(empty) ?? 0)
  const most = cap === undefined ? undefined : double(draft, exactNumber(readExact(cap) ?? 0))
  const capped = most === undefined ? value : sql`CASE WHEN ${value} > ${most} THEN ${most} ELSE ${value} END`
  if (nothing === undefined) return sql`CASE WHEN ${n} > 0 THEN ${capped} END`
  // a ratio whose divisor is nothing is empty too
  return aggregate === 'ratio'
    ? sql`COALESCE(CASE WHEN ${n} > 0 THEN ${capped} END, ${double(draft, nothing)})`
    : sql`CASE WHEN ${n} > 0 THEN ${capped} ELSE ${double(draft, nothing)} END`
}

interface Spans {
  of(i: number): Span
  readonly join: Fragment
  readonly kept: Fragment
}

/** Windows that do not depend on the customer become tests of the instant, or of the local day where clocks change near their ends; anchored ones join the customer's own days. */
function anchoredSpans(
  draft: Draft,
  facts: WhatHappened,
  here: WhatHappened,
  windows: readonly Window[],
  anchors: Readonly<Record<string, string>>,
): Spans {
  const { dialect } = draft
  const f = sql`f_`
  const anchored = windows.map((window) => (typeof window === 'object' && 'anchored' in window ? window : undefined))
  const names = [...new Set(anchored.flatMap((window) => (window !== undefined && Object.hasOwn(anchors, window.to) ? [window.to] : [])))]
  let join: Fragment = sql``
  let kept: Fragment = sql``
  if (names.length > 0) {
    const firsts = names.map(
      (anchor, k) => sql`min(CASE WHEN ${facts.isType(f, [anchors[anchor]])} THEN f_.at_ms END) AS ${word(`anchor_${k + 1}`)}`,
    )
    const days = step(
      draft,
      'anchors',
      'the first of each fact that windows count from',
      sql`  SELECT f_.customer AS customer, ${list(firsts)}\n  FROM ${facts.name} AS f_\n  GROUP BY f_.customer`,
    )
    const dated = step(
      draft,
      'anchor_days',
      'their local days',
      sql`  SELECT a_.customer AS customer, ${list(names.map((_, k) => sql`${facts.dayOf(sql`a_.${word(`anchor_${k + 1}`)}`)} AS ${word(`anchor_${k + 1}`)}`))}\n  FROM ${days} AS a_`,
    )
    const today = integer(draft, facts.day)
    const used = anchored.flatMap((window, i) => (window !== undefined && names.includes(window.to) ? [{ window, i }] : []))
    const periods = step(
      draft,
      'periods',
      'how many periods have passed since',
      sql`  SELECT d_.customer AS customer, ${list(
        used.flatMap(({ window, i }) => {
          const anchor = sql`d_.${word(`anchor_${names.indexOf(window.to) + 1}`)}`
          return [
            sql`${anchor} AS ${word(`start_${i + 1}`)}`,
            sql`${periodsSince(draft, anchor, today, window)} AS ${word(`period_${i + 1}`)}`,
          ]
        }),
        sql`,\n    `,
      )}\n  FROM ${dated} AS d_`,
    )
    const at = (window: NonNullable<(typeof anchored)[number]>, i: number, k: number): Fragment => {
      const { n, unit } = window.anchored
      const start = sql`p_.${word(`start_${i + 1}`)}`
      const count = sql`(p_.${word(`period_${i + 1}`)} + ${integer(draft, k)})`
      const months = monthsIn(unit)
      if (months === 0) return sql`${start} + ${count} * ${integer(draft, n * (unit === 'week' ? 7 : 1))}`
      return dialect.addMonths(start, sql`(${count} * ${integer(draft, n * months)})`)
    }
    const spans = step(
      draft,
      'spans',
      'the days of each anchored window, the last one excluded',
      sql`  SELECT p_.customer AS customer, ${list(
        used.flatMap(({ window, i }) => [
          sql`${at(window, i, window.shift ?? 0)} AS ${word(`from_${i + 1}`)}`,
          sql`${at(window, i, (window.shift ?? 0) + 1)} AS ${word(`to_${i + 1}`)}`,
        ]),
        sql`,\n    `,
      )}\n  FROM ${periods} AS p_`,
    )
    join = sql`\n  LEFT JOIN ${spans} AS w_ ON w_.customer = f_.customer`
    kept = list(
      used.flatMap(({ i }) => [
        sql`,\n    min(w_.${word(`from_${i + 1}`)}) AS ${word(`m${i + 1}_from`)}`,
        sql`, min(w_.${word(`to_${i + 1}`)}) AS ${word(`m${i + 1}_to`)}`,
      ]),
      sql``,
    )
  }
  return {
    join,
    kept,
    of: (i) => {
      const own = anchored[i]
      if (own === undefined) return fixedSpan(draft, here, f, windows[i])
      if (!names.includes(own.to)) return { holds: FALSE, units: () => sql`1` }
      const from = word(`from_${i + 1}`)
      const to = word(`to_${i + 1}`)
      const day = here.dayOf(sql`f_.at_ms`)
      const today = integer(draft, facts.day + 1)
      return {
        holds: sql`COALESCE(${day} >= w_.${from} AND ${day} < w_.${to} AND ${day} < ${today}, FALSE)`,
        units: (unit) => {
          const units = unitsBetweenSql(draft, sql`s_.${word(`m${i + 1}_from`)}`, sql`s_.${word(`m${i + 1}_to`)}`, unit)
          return sql`floor(${dialect.asDouble(units)} + ${double(draft, 0.5)})`
        },
      }
    },
  }
}

/** Whole periods from the anchor to today; below 0 before it. */
function periodsSince(
  draft: Draft,
  anchor: Fragment,
  today: Fragment,
  { anchored: { n, unit } }: Extract<Window, { anchored: unknown }>,
): Fragment {
  const { dialect } = draft
  const months = monthsIn(unit)
  const floor = (x: Fragment, size: number): Fragment => dialect.asInteger(sql`floor(${dialect.asDouble(x)} / ${double(draft, size)})`)
  if (months === 0) return floor(sql`${today} - ${anchor}`, n * (unit === 'week' ? 7 : 1))
  const calendar = sql`(${dialect.monthIndex(today)} - ${dialect.monthIndex(anchor)})`
  return floor(sql`${calendar} - CASE WHEN ${dialect.addMonths(anchor, calendar)} > ${today} THEN 1 ELSE 0 END`, n * months)
}

function fixedSpan(draft: Draft, facts: WhatHappened, f: Fragment, window: Window): Span {
  const span = windowAt(window, facts.day)
  if (span === undefined) return { holds: FALSE, units: () => sql`1` }
  const to = Math.min(span.to, facts.day + 1)
  const units: Span['units'] = (unit) => {
    if (!Number.isFinite(span.from)) inexpressible('a mean over a lifetime')
    return integer(draft, Math.max(1, Math.round(unitsBetween(span.from, span.to, unit))))
  }
  if (span.from >= to) return { holds: FALSE, units }
  const at = sql`${f}.at_ms`
  const begin = Number.isFinite(span.from) ? facts.beginsAt(span.from) : undefined
  const end = facts.beginsAt(to)
  const day = facts.dayOf(at)
  const tests: Fragment[] = []
  if (Number.isFinite(span.from))
    tests.push(begin === undefined ? sql`${day} >= ${integer(draft, span.from)}` : sql`${at} >= ${integer(draft, begin)}`)
  // what is known by asOf lies before the end of its day, as long as no clock is set back over midnight
  if (to <= facts.day || end === undefined)
    tests.push(end === undefined ? sql`${day} < ${integer(draft, to)}` : sql`${at} < ${integer(draft, end)}`)
  return { holds: all(tests), units }
}

function word(own: string): Fragment {
  return { pieces: [own] }
}
