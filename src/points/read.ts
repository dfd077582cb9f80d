/** Where an account of points stands. Every figure is derived from lots and totals; none is stored. */

import { decimalText } from '../core/decimal/decimal.js'
import { formatDate } from '../core/time/civil.js'
import { advancePoints, type PointsUntil, requireOwn } from './apply.js'
import { type CurrencyForm, type PointsForm, pointsForm } from './compile.js'
import type { PointsDefinition } from './ledger-definition.js'
import type { PointsTotals } from './liability.js'
import { balanceOf, EMPTY_PURSE, lotsOf, type Purse, pendingOf, soonestEnd, usableOf } from './purse.js'
import type { PointsState } from './state.js'

export interface PointsLot {
  /** The day it became usable, or was earned on. */
  readonly earned: string
  /** In the currency's own unit. */
  readonly left: string
  /** Last usable day. */
  readonly until?: string
  /** First usable day, where that is later. */
  readonly usableFrom?: string
}

/** Amounts as decimal text in the currency's own unit. */
export interface CurrencyStanding {
  /** Below 0 while something is owed. */
  readonly balance: string
  /** What could be redeemed on this day. */
  readonly usable: string
  readonly pending: string
  readonly lots: readonly PointsLot[]
  /** The last usable day of what ends first. */
  readonly expiresOn?: string
  /** Since the account was opened, in units of 10^−scale: earned = active + pending + spent + expired + reversed. */
  readonly totals: PointsTotals
}

export interface PointsStanding {
  /** Everything due before this instant has happened. */
  readonly asOf: string
  readonly currencies: Readonly<Record<string, CurrencyStanding>>
}

/**
 * What an account has: balances, what expires next, totals since it was opened.
 * @param until another moment than the state's own `asOf`, not before it
 */
export function readPoints(definition: PointsDefinition, state: PointsState, until?: PointsUntil): PointsStanding {
  const form = pointsForm(definition)
  requireOwn(form, state)
  const { books, asOf } = until === undefined ? state : advancePoints(definition, state, until).state
  const today = books.at === null ? 0 : form.calendar.dayOf(books.at)
  return {
    asOf,
    currencies: Object.fromEntries(form.currencyList.map((one) => [one.id, standingOf(one, books.purses[one.id] ?? EMPTY_PURSE, today)])),
  }
}

function standingOf({ scale, idleEnd }: CurrencyForm, purse: Purse, today: number): CurrencyStanding {
  const text = (units: number): string => decimalText({ units, scale })
  const ends = [soonestEnd(purse), idleEnd !== undefined && purse.active !== null && purse.lots.length > 0 ? idleEnd(purse.active) : null]
  const soonest = Math.min(...ends.map((day) => day ?? Number.POSITIVE_INFINITY))
  return {
    balance: text(balanceOf(purse)),
    usable: text(Math.max(0, usableOf(purse, today))),
    pending: text(pendingOf(purse)),
    lots: lotsOf(purse).map(({ day, left, until, usableFrom }) => ({
      earned: formatDate(day),
      left: text(left),
      ...(until === null ? {} : { until: formatDate(until) }),
      ...(usableFrom === undefined ? {} : { usableFrom: formatDate(usableFrom) }),
    })),
    ...(Number.isFinite(soonest) ? { expiresOn: formatDate(soonest) } : {}),
    totals: totalsOf(purse),
  }
}

function totalsOf(purse: Purse): PointsTotals {
  const { earned, spent, expired, reversed } = purse
  return { earned, spent, expired, reversed, pending: pendingOf(purse), active: balanceOf(purse) }
}

/**
 * The totals of many accounts at one instant, by currency: what `ledgerLiability` asks for.
 * @throws UsageError `tierwise.points.other-definition`
 */
export function totalPoints(
  definition: PointsDefinition,
  states: Iterable<PointsState>,
  until: PointsUntil,
): Readonly<Record<string, PointsTotals>> {
  const form: PointsForm = pointsForm(definition)
  const sums: Record<string, { -readonly [K in keyof PointsTotals]: number }> = {}
  for (const { id } of form.currencyList) sums[id] = { ...totalsOf(EMPTY_PURSE) }
  for (const state of states) {
    const { books } = advancePoints(definition, state, until).state
    for (const { id } of form.currencyList) {
      const purse = books.purses[id]
      if (purse === undefined) continue
      const totals = totalsOf(purse)
      for (const key of Object.keys(totals) as (keyof PointsTotals)[]) sums[id][key] += totals[key]
    }
  }
  return sums
}
