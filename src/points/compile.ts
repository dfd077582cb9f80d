/** Currencies made ready: ends as functions of a day, amounts in units. */

import { compiledForm } from '../core/compiled.js'
import { decimal, toUnits } from '../core/decimal/decimal.js'
import { hashOf } from '../core/hash.js'
import { ALIGNED, nextMonthDay } from '../core/language/month-day.js'
import { type Calendar, calendarOf } from '../core/time/calendar.js'
import { type Day, parseDate } from '../core/time/civil.js'
import { addLength, endOfUnit, type Length } from '../core/time/length.js'
import { windowAt } from '../core/time/window.js'
import type { CurrencyTerms } from './ledger.js'
import type { LotEnd, PointsCurrency, PointsDefinition } from './ledger-definition.js'

export interface CurrencyForm extends CurrencyTerms {
  readonly redeemable: boolean
  readonly endOf: (day: Day) => Day | null
  readonly idleEnd: ((active: Day) => Day) | undefined
  readonly activity: ReadonlySet<string>
  readonly idleConversion: string | undefined
}

/** In units of its two currencies. */
export interface ConversionForm {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly step: number
  readonly minimum: number
  readonly give: number
}

export interface PointsForm {
  readonly definition: PointsDefinition
  readonly hash: string
  readonly calendar: Calendar
  readonly currencies: Readonly<Record<string, CurrencyForm>>
  readonly currencyList: readonly CurrencyForm[]
  readonly conversions: ReadonlyMap<string, ConversionForm>
  readonly lateness: Length
  readonly reversibleFor: Length
}

export const pointsForm = compiledForm('points', compilePoints)

function compilePoints(definition: PointsDefinition): PointsForm {
  const currencies: Record<string, CurrencyForm> = Object.create(null)
  for (const [id, currency] of Object.entries(definition.currencies)) currencies[id] = compileCurrency(id, currency)
  const units = (amount: string | number, currency: string): number => toUnits(decimal(amount), currencies[currency].scale, 'down')
  return {
    definition,
    hash: hashOf(definition),
    calendar: calendarOf(definition),
    currencies,
    currencyList: Object.values(currencies),
    conversions: new Map(
      (definition.convert ?? []).map(({ id, from, to, step, minimum, give }) => [
        id,
        { id, from, to, step: units(step, from), minimum: minimum === undefined ? 0 : units(minimum, from), give: units(give, to) },
      ]),
    ),
    lateness: definition.lateness ?? { n: 0, unit: 'day' },
    reversibleFor: definition.reversible ?? { n: 12, unit: 'month' },
  }
}

const ACTIVITY: ReadonlySet<string> = new Set(['earn', 'hold', 'redeem', 'convert'])

function compileCurrency(id: string, { scale = 0, floor = 0, lots, idle, redeemable, consume, short }: PointsCurrency): CurrencyForm {
  return {
    id,
    scale,
    floor: toUnits(decimal(floor), scale, 'down'),
    consume: consume ?? 'oldest',
    short: short ?? 'debt',
    redeemable: redeemable ?? true,
    endOf: compileLotEnd(lots?.until ?? 'never'),
    idleEnd:
      idle === undefined
        ? undefined
        : (active) => {
            const last = addLength(active, idle.after)
            return idle.align === 'monthEnd' ? endOfUnit(last, 'month') : last
          },
    activity: idle?.activity === undefined ? ACTIVITY : new Set(idle.activity),
    idleConversion: idle?.convert,
  }
}

function compileLotEnd(rule: LotEnd): (day: Day) => Day | null {
  if (rule === 'never') return () => null
  if ('date' in rule) {
    const fixed = parseDate(rule.date)
    return () => fixed
  }
  if ('plus' in rule) {
    const { plus } = rule
    if ('align' in rule) return (day) => endOfUnit(addLength(day, plus), ALIGNED[rule.align])
    const back = rule.last === 'dayBefore' ? 1 : 0
    return (day) => addLength(day, plus) - back
  }
  const { endOf, ahead = 0, through } = rule
  const window = { ...endOf, shift: (endOf.shift ?? 0) + ahead }
  return (day) => {
    const end = (windowAt(window, day, {})?.to ?? day + 1) - 1
    return through === undefined ? end : nextMonthDay(end, through)
  }
}
