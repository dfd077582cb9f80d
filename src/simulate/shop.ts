/** A whole shop, made up from a seed: rows as a CRM would export them, and the mapping that reads them. For demos, tutorials and tests. */

import { currencyExponent } from '../core/decimal/currency.js'
import { fixedText, TEN } from '../core/decimal/decimal.js'
import { UsageError } from '../core/errors.js'
import { random } from '../core/math/random.js'
import { formatDate, parseDate } from '../core/time/civil.js'
import { zoneOf } from '../core/time/zone.js'
import type { Mapping } from '../facts/mapping.js'
import { isoWithOffset, yearOf } from './shop-calendar.js'
import { type ShopCustomer, simulateCustomer } from './shop-customer.js'
import { type History, type PastOrder, type ShopSpan, simulateHistory } from './shop-history.js'
import type { ShopRows } from './shop-rows.js'

export interface SimulateShopOptions {
  /** A safe integer. */
  readonly seed: number
  /** How many customers; about one in seventeen only looks and never orders. */
  readonly customers: number
  /** First and last day of business, `YYYY-MM-DD`, both included. */
  readonly from: string
  readonly to: string
  /** IANA zone of the shop's clock. */
  readonly timeZone: string
  /** ISO 4217. */
  readonly currency: string
}

export interface Shop {
  readonly rows: ShopRows
  /** Reads all of `rows`: `readFacts(shop.rows, shop.mapping)`. */
  readonly mapping: Mapping
}

/**
 * Customers with tastes, habits and moods, and everything they did: orders with lines, discounts and payment, partial and whole refunds,
 * visits, views, tickets, reviews, referrals, trainings, complaints, NPS, CSAT and CES answers, and who joined the program when.
 *
 * Purchase rates are gamma over customers, gaps gamma within one, lifetimes exponential with gamma rates (a Pareto/NBD with regularity and
 * seasons); tastes are Dirichlet over categories. A contented customer stays longer, complains less and scores higher.
 *
 * Equal options give equal rows on one engine; nothing else enters. Rows are in time order, ids count in that order.
 *
 * @throws UsageError `simulate.shop.option` for a bad option, `tierwise.zone.unknown`
 */
export function simulateShop(options: SimulateShopOptions): Shop {
  const span = spanOf(options)
  const days = span.to - span.from + 1
  const people = Array.from({ length: options.customers }, (_, i) => {
    const r = random(options.seed, i)
    const customer = simulateCustomer(r, days, yearOf(span.to))
    return { id: `C${numbered(i + 1, 5)}`, customer, history: simulateHistory(r, customer, span) }
  })
  return { rows: rowsOf(people, span, options.currency), mapping: mappingOf(options) }
}

interface Person {
  readonly id: string
  readonly customer: ShopCustomer
  readonly history: History
}

function spanOf({ seed, customers, from, to, timeZone, currency }: SimulateShopOptions): ShopSpan {
  const first = parseDate(from)
  const last = parseDate(to)
  const exponent = currencyExponent(currency)
  const wrong =
    (!Number.isSafeInteger(seed) && 'seed') ||
    (!(Number.isSafeInteger(customers) && customers >= 0) && 'customers') ||
    (Number.isNaN(first) && 'from') ||
    (!(last >= first) && 'to') ||
    (exponent === undefined && 'currency')
  if (wrong) throw new UsageError('simulate.shop.option', { option: wrong })
  return { zone: zoneOf(timeZone), from: first, to: last, minorPerMajor: TEN[exponent ?? 0] }
}

function rowsOf(people: readonly Person[], span: ShopSpan, currency: string): ShopRows {
  const scale = currencyExponent(currency) ?? 0
  const time = (at: number): string => isoWithOffset(span.zone, at)
  const money = (minor: number): string => fixedText(minor, scale)

  const orders = inTime(people, (history) => history.orders)
  const orderIds = new Map<PastOrder, string>(orders.map(({ past }, i) => [past, `O${numbered(i + 1, 6)}`]))
  const idOf = (order: PastOrder): string => orderIds.get(order) ?? ''

  return {
    customer: people.map(({ id, customer: c }) => ({
      customerId: id,
      name: c.name,
      region: c.region,
      birthYear: c.birthYear,
      gender: c.gender,
      incomeBand: c.incomeBand,
      interests: c.interests.join('|'),
      acquisitionChannel: c.acquisitionChannel,
      joinedOn: formatDate(span.from + c.joinDay),
    })),
    order: orders.map(({ id, past }) => ({
      orderId: idOf(past),
      customerId: id,
      orderedAt: time(past.at),
      amount: money(past.amountMinor),
      currency,
      discount: money(past.discountMinor),
      payment: past.payment,
      channel: past.channel,
      lines: past.lines.map((line) => ({
        product: line.product,
        category: line.category,
        quantity: line.quantity,
        amount: money(line.amountMinor),
        cost: money(line.costMinor),
      })),
    })),
    refund: inTime(people, (history) => history.refunds).map(({ past }, i) => ({
      refundId: `R${numbered(i + 1, 5)}`,
      orderId: idOf(past.order),
      refundedAt: time(past.at),
      amount: money(past.amountMinor),
      currency,
    })),
    interaction: inTime(people, (history) => history.interactions).map(({ id, past }, i) => ({
      interactionId: `I${numbered(i + 1, 6)}`,
      customerId: id,
      type: past.type,
      at: time(past.at),
      channel: past.channel,
      ...(past.category === undefined ? {} : { category: past.category }),
      ...(past.product === undefined ? {} : { product: past.product }),
      ...(past.order === undefined ? {} : { orderId: idOf(past.order) }),
      ...(past.costMinor === undefined ? {} : { cost: money(past.costMinor) }),
    })),
    feedback: inTime(people, (history) => history.feedback).map(({ id, past }, i) => ({
      feedbackId: `F${numbered(i + 1, 5)}`,
      customerId: id,
      topic: past.topic,
      complaint: past.complaint,
      openedAt: time(past.at),
      ...(past.answeredAt === undefined ? {} : { answeredAt: time(past.answeredAt) }),
      ...(past.solvedAt === undefined ? {} : { solvedAt: time(past.solvedAt) }),
    })),
    answer: inTime(people, (history) => history.answers).map(({ id, past }, i) => ({
      answerId: `A${numbered(i + 1, 5)}`,
      customerId: id,
      survey: past.survey,
      answeredAt: time(past.at),
      score: past.score,
    })),
    enroll: inTime(people, ({ enrollment }) => (enrollment ? [enrollment] : [])).map(({ id, past }) => ({
      customerId: id,
      enrolledAt: time(past.at),
      channel: past.channel,
    })),
  }
}

/** Everybody's events of one kind in time order; ties keep the order of customers, then of each one's history. */
function inTime<E extends { readonly at: number }>(
  people: readonly Person[],
  events: (history: History) => readonly E[],
): { id: string; past: E }[] {
  return people.flatMap(({ id, history }) => events(history).map((past) => ({ id, past }))).sort((a, b) => a.past.at - b.past.at)
}

function mappingOf({ timeZone, currency }: SimulateShopOptions): Mapping {
  return {
    currency,
    timeZone,
    customer: {
      id: 'customerId',
      attributes: {
        name: 'name',
        region: 'region',
        birthYear: { column: 'birthYear', as: 'number' },
        gender: 'gender',
        incomeBand: 'incomeBand',
        interests: { column: 'interests', as: 'set', separator: '|' },
        acquisitionChannel: 'acquisitionChannel',
        joinedOn: { column: 'joinedOn', as: 'date' },
      },
    },
    order: {
      id: 'orderId',
      customer: 'customerId',
      at: 'orderedAt',
      amount: 'amount',
      currency: 'currency',
      channel: 'channel',
      lines: { in: 'lines', product: 'product', category: 'category', quantity: 'quantity', amount: 'amount', cost: 'cost' },
      attributes: { payment: 'payment', discountMinor: { column: 'discount', as: 'amount' } },
    },
    refund: { id: 'refundId', order: 'orderId', at: 'refundedAt', amount: 'amount', currency: 'currency' },
    interaction: {
      id: 'interactionId',
      customer: 'customerId',
      type: 'type',
      at: 'at',
      channel: 'channel',
      category: 'category',
      product: 'product',
      refersTo: 'orderId',
      cost: 'cost',
    },
    feedback: {
      id: 'feedbackId',
      customer: 'customerId',
      at: 'openedAt',
      topic: 'topic',
      answered: 'answeredAt',
      solved: 'solvedAt',
      complaint: 'complaint',
    },
    answer: { id: 'answerId', customer: 'customerId', at: 'answeredAt', survey: 'survey', score: 'score' },
    enroll: { customer: 'customerId', at: 'enrolledAt', channel: 'channel' },
  }
}

/** `42` → `'00042'`: as text the ids sort as they were given. */
function numbered(n: number, width: number): string {
  return String(n).padStart(width, '0')
}
