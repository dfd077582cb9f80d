/** Redemptions and conversions: units given up for a value or another currency. */

import {
  compareExact,
  divideExact,
  type Exact,
  exactText,
  exactUnits,
  exactUnitsOnly,
  fromUnits,
  multiplyExact,
  roundExact,
  subtractExact,
} from '../core/decimal/exact.js'
import { purseOf, requireUsable, spendLots, spentLots } from '../points/ledger.js'
import { takeLots } from '../points/purse.js'
import { refused } from '../points/refusal.js'
import type { ConversionForm, LimitForm, RedeemForm } from './form.js'
import { endFor, exactBalance, give, roomOf, useRoom } from './ledger.js'
import { drawLots } from './members.js'
import type { Run } from './run.js'

export interface Redemption {
  readonly rule: string
  readonly currency: string
  readonly units: number
  /** What the member gets, in major units. */
  readonly value?: Exact
}

/** @throws a refusal */
export function redeem(run: Run): void {
  const done: Redemption[] = []
  for (const form of run.form.redeem) if (form.where(run)) done.push(redeemOne(run, form))
  run.redemptions = done
}

function redeemOne(run: Run, form: RedeemForm): Redemption {
  const { rule } = form
  const terms = run.program.currencies[rule.from]
  const { scale } = terms
  for (const check of form.checks)
    if (!check.when(run)) throw refused(check.refusal, 'program.redemption.check', { rule: rule.id, refusal: check.refusal })
  const amount = form.amount(run)
  if (amount === undefined || compareExact(amount, 0) <= 0) throw refused('no-amount', 'program.redemption.amount', { rule: rule.id })
  const units = exactUnitsOnly(amount, scale)
  if (units === undefined)
    throw refused('not-a-multiple', 'program.redemption.step', { rule: rule.id, step: exactText(fromUnits(1, scale)) })
  const step = form.step?.(run)
  if (step !== undefined && typeof (divideExact(amount, step) ?? 0) !== 'number')
    throw refused('not-a-multiple', 'program.redemption.step', { rule: rule.id, step: exactText(step) })
  const minimum = form.minimum?.(run)
  if (minimum !== undefined && compareExact(amount, minimum) < 0)
    throw refused('below-minimum', 'program.redemption.minimum', { rule: rule.id, minimum: exactText(minimum) })
  const purse = purseOf(run, rule.from)
  requireUsable(purse, terms, units, run.day)
  run.redeemed = amount
  const value = form.value?.(run)
  for (const limit of form.limits) requireRoom(run, rule.id, limit, limit.ofValue ? (value ?? 0) : amount)
  for (const limit of form.limits) if (limit.per !== 'event') useRoom(run, limit, limit.ofValue ? (value ?? 0) : amount)
  run.redeemed = undefined
  const taken = drawLots(run, purse, units, terms)
  const { missing } = taken
  spendLots(run, rule.from, 'redeem', rule.id, units, taken)
  run.order?.redeemed.push({
    rule: rule.id,
    currency: rule.from,
    units,
    lots: [
      // What was owed goes home first, to pay the debt; as far as that is paid by then, as points of this day.
      ...(missing === 0 ? [] : [[run.day, endFor(run, terms, run.day), missing, null] as const]),
      ...spentLots(taken.lots),
    ],
  })
  const done = { rule: rule.id, currency: rule.from, units }
  return value === undefined ? done : { ...done, value }
}

/** Conversions a fact asks for; the amount must be whole steps. @throws a refusal */
export function convertAsked(run: Run): void {
  for (const form of run.form.conversions) {
    const { ask } = form
    if (ask === undefined || !ask.where(run)) continue
    const amount = ask.amount(run)
    const step = form.step(run)
    if (amount === undefined || step === undefined || compareExact(amount, 0) <= 0)
      throw refused('no-amount', 'program.redemption.amount', { rule: form.rule.id })
    const steps = divideExact(amount, step)
    if (typeof steps !== 'number') throw refused('not-a-multiple', 'program.redemption.step', { rule: form.rule.id, step: exactText(step) })
    const least = ask.minimum?.(run)
    if (least !== undefined && compareExact(amount, least) < 0)
      throw refused('below-minimum', 'program.redemption.minimum', { rule: form.rule.id, minimum: exactText(least) })
    const balance = exactBalance(run, form.rule.from)
    const minimum = form.minimum(run) ?? 0
    if (compareExact(balance, amount) < 0)
      throw refused('insufficient-balance', 'points.balance.insufficient', {
        currency: form.rule.from,
        missing: exactText(subtractExact(amount, compareExact(balance, 0) < 0 ? 0 : balance)),
      })
    if (compareExact(balance, minimum) < 0)
      throw refused('below-minimum', 'program.conversion.minimum', { rule: form.rule.id, minimum: exactText(minimum) })
    for (const limit of ask.limits) requireRoom(run, form.rule.id, limit, amount)
    for (const limit of ask.limits) if (limit.per !== 'event') useRoom(run, limit, amount)
    convertSteps(run, form, steps, step)
  }
}

/** @throws a refusal */
function requireRoom(run: Run, rule: string, limit: LimitForm, asked: Exact): void {
  const { room } = roomOf(run, limit)
  if (compareExact(asked, room) > 0) throw refused(limit.refusal, 'program.redemption.limit', { rule, room: exactText(room) })
}

/** As many whole steps as the balance holds, if it reaches the minimum. */
export function convertFull(run: Run, form: ConversionForm): void {
  const balance = exactBalance(run, form.rule.from)
  const step = form.step(run)
  if (step === undefined || compareExact(step, 0) <= 0 || compareExact(balance, form.minimum(run) ?? 0) < 0) return
  const steps = roundExact(divideExact(balance, step) ?? 0, 1, 'down')
  if (typeof steps === 'number' && steps > 0) convertSteps(run, form, steps, step)
}

export function convertReached(run: Run): void {
  for (const form of run.program.reachedConversions) convertFull(run, form)
}

function convertSteps(run: Run, form: ConversionForm, steps: number, step: Exact): void {
  const { rule } = form
  const from = run.program.currencies[rule.from]
  const to = run.program.currencies[rule.to]
  const units = exactUnits(multiplyExact(step, steps), from.scale, 'down')
  const purse = purseOf(run, rule.from)
  const taken = takeLots(purse, units, from.consume)
  if (taken.missing > 0) return
  spendLots(run, rule.from, 'convert', rule.id, units, taken)
  const given = exactUnits(multiplyExact(form.give(run) ?? 0, steps), to.scale, 'down')
  if (given > 0) give(run, { kind: 'convert', rule: rule.id, currency: rule.to, units: given })
}
