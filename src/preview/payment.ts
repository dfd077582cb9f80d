/** What a way asks for: money, other numbers and events, by type of event. */

import { addExact, type Exact, exactNumber, exactText, readExact } from '../core/decimal/exact.js'
import { type Reason, reason } from '../core/reason.js'
import type { Account } from './account.js'
import { moneyText } from './goal.js'
import { type Feed, groupsOf } from './solve.js'
import type { Fields, Size } from './suggest.js'
import type { SupposedEvent } from './suppose.js'

/** One number of one type of event, over all its events; of events without one, how many there are. */
export interface Payment {
  readonly type: string
  /** What else an event must carry to count. */
  readonly fields: Fields
  readonly size: Size
  /** Minor units, the number itself, or so many events. */
  readonly total: Exact
  readonly events: number
}

export function paymentsOf(feeds: readonly Feed[], events: readonly SupposedEvent[]): Payment[] {
  return groupsOf(feeds).flatMap(({ type, fields, members }) => {
    const own = events.filter((event) => event.type === type)
    const sizes = members.map((i) => feeds[i].suggestion.size)
    const numbers = sizes.filter(
      (size, i) => (size.kind === 'amount' || size.kind === 'field') && sizes.findIndex((one) => sameSize(one, size)) === i,
    )
    if (own.length === 0) return []
    // Where it is the events themselves that count, how many there are is asked for too.
    const counted = numbers.length === 0 ? sizes[0] : sizes.find(({ kind }) => kind === 'times')
    const rest = { type, fields, events: own.length }
    return [
      ...(counted === undefined ? [] : [{ ...rest, size: counted, total: own.length }]),
      ...numbers.map((size) => ({ ...rest, size, total: own.reduce<Exact>((sum, event) => addExact(sum, numberIn(event, size)), 0) })),
    ]
  })
}

export function sameSize(a: Size, b: Size): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function numberIn(event: SupposedEvent, size: Size): Exact {
  if (size.kind === 'amount') return event.amountMinor ?? 0
  if (size.kind !== 'field') return 1
  const list = size.list === undefined ? undefined : (event[size.list] as readonly unknown[] | undefined)
  const holder: unknown = list === undefined ? event : list[0]
  const value = size.path
    .split('.')
    .reduce<unknown>((inner, key) => (inner === null || typeof inner !== 'object' ? undefined : (inner as Fields)[key]), holder)
  return readExact(value as string) ?? 0
}

/** The same for ways whose numbers are of the same kinds. */
export function kindsOf(payments: readonly Payment[]): string {
  return JSON.stringify(payments.map(({ type, fields, size }) => [type, fields, size]))
}

/** All of it in minor units; `undefined` where it is not only money. */
export function moneyOf(payments: readonly Payment[]): number | undefined {
  if (payments.length === 0 || payments.some(({ size }) => size.kind !== 'amount')) return undefined
  return payments.reduce((sum, { total }) => sum + exactNumber(total), 0)
}

/** No more of anything that the other asks for, and nothing else. */
export function isWithin(a: readonly Payment[], b: readonly Payment[]): boolean {
  return a.every((one) => {
    const others = b.filter(({ type, fields, events }) => type === one.type && one.events <= events && carries(fields, one.fields))
    return others.some(({ size, total }) => isMere(one.size) || (sameSize(size, one.size) && exactNumber(one.total) <= exactNumber(total)))
  })
}

/** Events that count for nothing but being there: as many with a number in them are no fewer. */
function isMere(size: Size): boolean {
  return size.kind === 'times' && size.distinct === undefined && size.calendar === undefined
}

function carries(fields: Fields, asked: Fields): boolean {
  return Object.entries(asked).every(([key, value]) => JSON.stringify(fields[key]) === JSON.stringify(value))
}

export function fedReason({ definition, exponent }: Account, tier: string, payments: readonly Payment[]): Reason {
  const children = payments.map(({ type: event, fields, size, total, events }) => {
    const where = Object.entries(fields)
      .filter(([key, value]) => key !== 'amount' && (typeof value !== 'object' || value === null))
      .map(([key, value]) => `${key}: ${String(value)}`)
      .join(', ')
    const params = { event, where: where === '' ? null : where }
    if (size.kind === 'amount')
      return reason('preview.feed.amount', 'unmet', {
        ...params,
        amount: moneyText(exactNumber(total), exponent),
        currency: definition.currency,
      })
    if (size.kind === 'field') return reason('preview.feed.number', 'unmet', { ...params, field: size.path, amount: exactText(total) })
    return reason('preview.feed.count', 'unmet', { ...params, count: events })
  })
  return reason('preview.goal.fed', 'info', { tier }, { children })
}
