/** What one simulated customer did: orders, what followed from them, and what happened between them. Times are epoch ms, amounts minor units. */

import type { Random } from '../core/math/random.js'
import type { Day } from '../core/time/civil.js'
import type { Zone } from '../core/time/zone.js'
import { instantOfHour, trade } from './shop-calendar.js'
import { CATALOG, CHANNELS, PAYMENTS, TOPICS } from './shop-catalog.js'
import { pick, pickIndex } from './shop-choice.js'
import type { ShopCustomer } from './shop-customer.js'

export interface ShopSpan {
  readonly zone: Zone
  /** First and last day, both included. */
  readonly from: Day
  readonly to: Day
  /** Minor units in a major one. */
  readonly minorPerMajor: number
}

export interface PastLine {
  readonly product: string
  readonly category: string
  readonly quantity: number
  readonly amountMinor: number
  readonly costMinor: number
}

export interface PastOrder {
  readonly at: number
  readonly lines: readonly PastLine[]
  readonly amountMinor: number
  readonly discountMinor: number
  readonly payment: string
  readonly channel: string
}

export interface PastRefund {
  readonly at: number
  readonly order: PastOrder
  readonly amountMinor: number
}

export interface PastInteraction {
  readonly at: number
  readonly type: string
  readonly channel: string
  readonly category?: string
  readonly product?: string
  readonly order?: PastOrder
  readonly costMinor?: number
}

export interface PastFeedback {
  readonly at: number
  readonly topic: string
  readonly complaint: boolean
  readonly answeredAt?: number
  readonly solvedAt?: number
}

export interface PastAnswer {
  readonly at: number
  readonly survey: string
  readonly score: number
}

export interface History {
  readonly orders: PastOrder[]
  readonly refunds: PastRefund[]
  readonly interactions: PastInteraction[]
  readonly feedback: PastFeedback[]
  readonly answers: PastAnswer[]
  enrollment?: { readonly at: number; readonly channel: string }
}

export function simulateHistory(r: Random, customer: ShopCustomer, span: ShopSpan): History {
  const history: History = { orders: [], refunds: [], interactions: [], feedback: [], answers: [] }
  const joined = span.from + customer.joinDay
  const gone = Math.min(span.to, customer.prospect ? joined + 60 : joined + Math.floor(customer.lifetimeDays))
  if (!customer.prospect) {
    for (const day of orderDays(r, customer, joined, gone)) {
      const order = simulateOrder(r, customer, span, day)
      history.orders.push(order)
      follow(r, customer, span, order, history)
    }
  }
  browse(r, customer, span, joined, gone, history)
  enroll(r, customer, span, history)
  return history
}

/** Gaps are gamma with mean 1 / rate, stretched by the season: a candidate day is kept with the chance that trade gives it. */
function* orderDays(r: Random, customer: ShopCustomer, joined: Day, gone: Day): Generator<Day> {
  yield joined
  const shape = customer.regularity
  const rate = customer.rate / AVERAGE_TRADE
  for (let t = joined + r.gamma(shape, shape * rate); t <= gone; t += r.gamma(shape, shape * rate)) {
    const day = Math.floor(t)
    if (r.uniform() < trade(day)) yield day
  }
}

const AVERAGE_TRADE = 0.62

function simulateOrder(r: Random, customer: ShopCustomer, span: ShopSpan, day: Day): PastOrder {
  const percentOff = r.uniform() < customer.bargain * 0.7 ? [5, 10, 15, 20, 30][r.below(5)] : 0
  const lines: PastLine[] = []
  let discountMinor = 0
  for (let left = 1 + r.poisson(0.6 * customer.spend); left > 0; left--) {
    const { category, products, costShare } = CATALOG[pickIndex(r, customer.tastes)]
    const [product, price] = products[Math.floor(products.length * r.uniform() ** 1.3)] // the first of a shelf sell best
    const quantity = 1 + r.poisson(0.35 * customer.spend)
    const list = price * span.minorPerMajor * quantity
    const off = Math.floor((list * percentOff) / 100)
    lines.push({ product, category, quantity, amountMinor: list - off, costMinor: Math.round(list * costShare) })
    discountMinor += off
  }
  return {
    at: instantOfHour(span.zone, day, customer.hour + 1.5 * r.normal()),
    lines,
    amountMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0),
    discountMinor,
    payment: r.uniform() < 0.85 ? customer.payment : pick(r, PAYMENTS),
    channel: r.uniform() < 0.8 ? customer.channel : pick(r, CHANNELS),
  }
}

/** A refund, a question, a complaint, a review, a survey: whatever this order brings within the next weeks, as far as the span reaches. */
function follow(r: Random, customer: ShopCustomer, span: ShopSpan, order: PastOrder, history: History): void {
  const day = Math.floor((order.at + span.zone.offsetAt(order.at)) / 86_400_000)
  const later = (days: number): number | undefined => {
    const on = day + Math.ceil(days)
    return on <= span.to ? instantOfHour(span.zone, on, 9 + 12 * r.uniform()) : undefined
  }

  const refundedAt = r.uniform() < 0.045 * Math.exp(-0.4 * customer.contentment) ? later(2 + r.gamma(2, 0.3)) : undefined
  if (refundedAt !== undefined) {
    const whole = order.lines.length === 1 || r.uniform() < 0.35
    history.refunds.push({
      at: refundedAt,
      order,
      amountMinor: whole ? order.amountMinor : order.lines[r.below(order.lines.length)].amountMinor,
    })
  }
  for (let contacts = r.poisson(customer.neediness); contacts > 0; contacts--) {
    const before = r.uniform() < 0.4
    const at = before ? order.at - Math.floor(3_600_000 * (1 + 30 * r.uniform())) : later(r.exponential(0.25))
    if (at === undefined || at < instantOfHour(span.zone, span.from, 0)) continue
    const channel = r.uniform() < 0.5 ? 'phone' : customer.channel
    history.interactions.push({
      at,
      type: 'ticket',
      channel,
      ...(before ? {} : { order }),
      costMinor: Math.round((channel === 'phone' ? 9 : 4) * span.minorPerMajor),
    })
    if (!before) history.feedback.push(simulateFeedback(r, customer, span, at))
  }
  const reviewedAt = r.uniform() < 0.1 + 0.04 * Math.abs(customer.contentment) ? later(3 + r.exponential(0.2)) : undefined
  if (reviewedAt !== undefined) {
    const { category, product } = order.lines[0]
    history.interactions.push({ at: reviewedAt, type: 'review', channel: customer.channel, category, product, order })
  }
  if (r.uniform() < 0.05 * Math.exp(0.6 * customer.contentment)) {
    const at = later(r.exponential(0.1))
    if (at !== undefined) history.interactions.push({ at, type: 'referral', channel: customer.channel })
  }
  const answeredAt = r.uniform() < 0.16 ? later(1 + r.exponential(0.5)) : undefined
  if (answeredAt !== undefined) history.answers.push(simulateAnswer(r, customer, answeredAt))
}

function simulateFeedback(r: Random, customer: ShopCustomer, span: ShopSpan, at: number): PastFeedback {
  const complaint = r.uniform() < 0.35 - 0.12 * customer.contentment
  const end = instantOfHour(span.zone, span.to, 23.99)
  const answeredAt = at + Math.floor(3_600 * r.gamma(1.2, complaint ? 0.06 : 0.15)) * 1000
  const solvedAt = answeredAt + Math.floor(3_600 * r.gamma(1, 0.03)) * 1000
  const answered = r.uniform() < 0.94 && answeredAt <= end
  return {
    at,
    topic: pick(r, TOPICS),
    complaint,
    ...(answered ? { answeredAt } : {}),
    ...(answered && r.uniform() < 0.86 && solvedAt <= end ? { solvedAt } : {}),
  }
}

function simulateAnswer(r: Random, customer: ShopCustomer, at: number): PastAnswer {
  const mood = 0.8 * customer.contentment + 0.6 * r.normal()
  const on = (lowest: number, highest: number, middle: number, spread: number): number =>
    Math.min(highest, Math.max(lowest, Math.round(middle + spread * mood)))
  const which = r.uniform()
  if (which < 0.5) return { at, survey: 'nps', score: on(0, 10, 7.9, 1.9) }
  if (which < 0.8) return { at, survey: 'csat', score: on(1, 5, 4, 0.9) }
  return { at, survey: 'ces', score: on(1, 7, 5.2, 1.2) }
}

/** Visits, and what is looked at during them, between joining and leaving. */
function browse(r: Random, customer: ShopCustomer, span: ShopSpan, joined: Day, gone: Day, history: History): void {
  const visits = r.poisson(Math.min(60, customer.browsing * (0.6 + 0.5 * history.orders.length)))
  for (let i = 0; i < visits; i++) {
    const day = joined + r.below(Math.max(1, gone - joined + 1))
    const at = instantOfHour(span.zone, day, customer.hour + 3 * r.normal())
    const channel = customer.channel === 'phone' || customer.channel === 'store' ? 'web' : customer.channel
    if (r.uniform() < 0.25) history.interactions.push({ at, type: r.uniform() < 0.8 ? 'visit' : 'click', channel })
    else {
      const { category, products } = CATALOG[pickIndex(r, customer.tastes)]
      history.interactions.push({ at, type: 'view', channel, category, product: products[r.below(products.length)][0] })
    }
  }
  if (r.uniform() < 0.03 * (1 + history.orders.length / 4)) {
    const at = instantOfHour(span.zone, joined + r.below(Math.max(1, gone - joined + 1)), 19)
    history.interactions.push({ at, type: 'training', channel: 'store', category: CATALOG[pickIndex(r, customer.tastes)].category })
  }
}

/** Members join with one of their first orders. */
function enroll(r: Random, customer: ShopCustomer, span: ShopSpan, history: History): void {
  if (!customer.joinsProgram || history.orders.length === 0) return
  const { at, channel } = history.orders[r.below(Math.min(3, history.orders.length))]
  history.enrollment = { at: Math.max(at - 60_000, instantOfHour(span.zone, span.from, 0)), channel }
}
