/** Vouchers: given by facts and tiers, used by one basket, ended by the calendar, given back with a refund. */

import { exactUnits } from '../core/decimal/exact.js'
import { refused } from '../points/refusal.js'
import type { VoucherForm } from './form.js'
import type { Run } from './run.js'
import type { OrderState, VoucherState } from './state.js'

/** What one fact can give at most: a definition that multiplies is bounded. */
const COUNT_MAX = 100

export function issueVouchers(run: Run): void {
  for (const form of run.form.vouchers) {
    if (!form.where(run)) continue
    const count = Math.min(COUNT_MAX, exactUnits(form.count(run) ?? 0, 0, 'down'))
    for (let i = 0; i < count; i++) issueOne(run, form)
  }
}

export function issueOne(run: Run, form: VoucherForm): void {
  const until = form.until(run, run.day)
  if (until !== null && until < run.day) return
  const source = run.cause === 'due' ? `due/${run.now}` : run.cause
  const taken = run.books.vouchers.filter(({ id }) => id.startsWith(`${source}/${form.id}/`)).length
  const voucher: VoucherState = { id: `${source}/${form.id}/${taken}`, voucher: form.id, on: run.day, until }
  run.books.vouchers = [...run.books.vouchers, voucher]
  tell(run, 'voucher.issued', voucher)
}

/** The vouchers a fact names. */
export function namedVouchers({ fact }: Run): readonly string[] {
  const named = fact.attributes?.vouchers
  return Array.isArray(named) ? named.filter((id) => typeof id === 'string') : []
}

/** Uses what the fact names. @throws a refusal */
export function useVouchers(run: Run): void {
  const used: VoucherState[] = []
  for (const id of namedVouchers(run)) {
    const voucher = run.books.vouchers.find((one) => one.id === id)
    if (voucher === undefined) throw refused('voucher-unknown', 'program.voucher.unknown', { voucher: id })
    if (!isUsable(run, voucher)) throw refused('voucher-not-usable', 'program.voucher.not-usable', { voucher: id })
    run.books.vouchers = run.books.vouchers.filter((one) => one !== voucher)
    used.push(voucher)
    tell(run, 'voucher.used', voucher)
  }
  if (run.order !== undefined && used.length > 0) run.order.vouchers = used
}

/** Whether the fact at work may use it today. */
export function isUsable(run: Run, { voucher, until }: VoucherState): boolean {
  const form = run.program.vouchers[voucher]
  return form?.on.has(run.fact.type) === true && (until === null || until >= run.day) && form.gives.when(run)
}

/** A whole reversal gives back what the order used, unless it has ended meanwhile. */
export function giveBackVouchers(run: Run, order: OrderState): void {
  for (const voucher of order.vouchers ?? []) {
    if (run.program.vouchers[voucher.voucher]?.rule.giveBack === false) continue
    if (voucher.until !== null && voucher.until < run.day) continue
    run.books.vouchers = [...run.books.vouchers, voucher]
    tell(run, 'voucher.given-back', voucher)
  }
}

export function endVouchers(run: Run): void {
  const { books, day } = run
  if (books.vouchers.length === 0) return
  const ended = books.vouchers.filter(({ until }) => until !== null && until < day)
  if (ended.length === 0) return
  books.vouchers = books.vouchers.filter((voucher) => !ended.includes(voucher))
  for (const voucher of ended) tell(run, 'voucher.ended', voucher)
}

function tell(run: Run, type: string, { id, voucher, until }: VoucherState): void {
  run.effects.push({ type, at: run.now, cause: run.cause, id, voucher, until })
}
