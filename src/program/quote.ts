import { currencyExponent } from '../core/decimal/currency.js'
import { exactText, exactUnits, fromUnits, roundExact } from '../core/decimal/exact.js'
import { UsageError } from '../core/errors.js'
import type { Reason } from '../core/reason.js'
import { type AsOf, instantOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import type { Entry } from '../points/entry.js'
import { purseOf } from '../points/ledger.js'
import { usableOf } from '../points/purse.js'
import type { ProgramDefinition } from './definition.js'
import { type ProgramEvent, readFact } from './event.js'
import { type Program, programForm } from './form.js'
import { rankOf } from './grants.js'
import { type AccountState, newState, requireOwn } from './journal.js'
import { type BasketLines, type Offer, offOf, type Priced, priceBasket, totalOf } from './price.js'
import { newRun, type Run } from './run.js'
import { draftOf, type ProgramFact, type VoucherState } from './state.js'
import { prepare, step } from './step.js'
import { isUsable, namedVouchers } from './vouchers.js'

/** What somebody is about to buy: like the event that will follow, but with list prices and without an id. */
export interface Basket {
  /** The fact type it will become; default `purchase`. */
  readonly type?: string
  /** At list prices, in minor units. */
  readonly lines?: readonly { readonly amountMinor: number; readonly [key: string]: unknown }[]
  /** Instead of lines: the list price in major units, or in minor ones. */
  readonly amount?: string | number
  readonly amountMinor?: number
  readonly currency?: string
  readonly shippingMinor?: number
  /** Ids of the vouchers to use. */
  readonly vouchers?: readonly string[]
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly [key: string]: unknown
}

export interface QuoteBenefit {
  readonly source: 'program' | 'tier' | 'voucher'
  readonly name?: string
  readonly voucher?: string
  readonly gift?: string
  readonly offMinor: number
}

export interface QuoteVoucher {
  readonly id: string
  readonly voucher: string
  /** Last usable day. */
  readonly until: string | null
  /** What it would take off if it were the only benefit; 0 for a gift, and for a basket it does not fit. */
  readonly offMinor: number
}

export interface Quote {
  readonly at: number
  readonly currency: string
  readonly tier?: string
  readonly listMinor: number
  /** The goods after benefits, which is what earns. */
  readonly priceMinor: number
  readonly shippingMinor: number
  /** Price and shipping: what is to be paid. */
  readonly totalMinor: number
  /** Each line after benefits; they add up to `priceMinor`. */
  readonly linesMinor: readonly number[]
  readonly benefits: readonly QuoteBenefit[]
  readonly gifts: readonly string[]
  /** Those that this basket could use now. */
  readonly vouchers: readonly QuoteVoucher[]
  /** Every movement of points the purchase would cause, in units of 10^−scale; `id` and `cause` come with the event. */
  readonly earn: readonly Omit<Entry, 'id' | 'cause'>[]
  /** By rule of redemption: the most that could be redeemed now, and its value in major units where the rule says one. */
  readonly spend: readonly { readonly rule: string; readonly currency: string; readonly most: string; readonly value?: string }[]
  /** Set when the purchase would be refused. */
  readonly refusal?: { readonly refusal: string; readonly reason: Reason }
  /** What to hand to `applyEvent` with an `id` once it is bought: it then gives exactly these figures. */
  readonly event: Unnamed
}

/** `Omit` would forget the known keys of a type that also takes any other. */
type Unnamed = { readonly [K in keyof ProgramEvent as K extends 'id' ? never : K]: ProgramEvent[K] }

/**
 * What a basket costs this account at a moment, what it would earn and what could be redeemed. Changes nothing.
 * Benefits apply in this order: those for everybody, those of the tier held, the vouchers named; each on what is left of its lines.
 *
 * @param state the account as stored, or `undefined` for somebody new
 * @throws UsageError when the basket cannot be read, lies before the account's own time, or the state was made by another definition
 */
export function quote(
  definition: ProgramDefinition,
  state: AccountState | undefined,
  basket: Basket,
  { at }: { readonly at: AsOf },
): Quote {
  const program = programForm(definition)
  const account = state ?? newState(program, '')
  requireOwn(program, account)
  const now = instantOf(at)
  if (account.books.at !== null && now < account.books.at)
    throw new UsageError('tierwise.program.quote-before', { at: now, asOf: account.asOf })
  const asked = readBasket(program, account.account, basket, now)
  const run = newRun(program, draftOf(account.books))
  prepare(run, asked)
  run.rank = rankOf(run, run.books.tier)
  const lines = linesOf(definition, asked, basket)
  const owned = namedVouchers(run).flatMap((id) => run.books.vouchers.filter((one) => one.id === id && isUsable(run, one)))
  const priced = priceBasket(run, lines, [...offersOf(program, run), ...owned.map((voucher) => offerOf(program, voucher))])
  const vouchers = run.books.vouchers
    .filter((voucher) => isUsable(run, voucher))
    .map((voucher) => ({
      id: voucher.id,
      voucher: voucher.voucher,
      until: voucher.until === null ? null : formatDate(voucher.until),
      offMinor: offOf(run, lines, offerOf(program, voucher)),
    }))
  const spend = spendable(run)
  const tier = run.books.tier
  const priceMinor = priced.lines.reduce((sum, amount) => sum + amount, 0)
  const fact = paidFact(asked, priced, priceMinor)
  const first = run.entries.length
  const stepped = step(run, fact)
  const { id: _, ...event } = fact
  return {
    at: now,
    currency: asked.currency ?? definition.currency,
    ...(tier === null ? {} : { tier }),
    listMinor: lines.amounts.reduce((sum, amount) => sum + amount, 0),
    priceMinor,
    shippingMinor: priced.shippingMinor,
    totalMinor: totalOf(priced),
    linesMinor: priced.lines,
    benefits: priced.applied.map(({ offer: { form, source, voucher }, offMinor }) => ({
      source,
      ...(form.rule.name === undefined ? {} : { name: form.rule.name }),
      ...(voucher === undefined ? {} : { voucher }),
      ...('gift' in form.rule ? { gift: form.rule.gift } : {}),
      offMinor,
    })),
    gifts: priced.applied.flatMap(({ offer: { form } }) => ('gift' in form.rule ? [form.rule.gift] : [])),
    vouchers,
    earn: run.entries.slice(first).map(({ id: _, cause: __, ...entry }) => entry),
    spend,
    ...(stepped.refused === undefined
      ? {}
      : {
          refusal: {
            refusal: stepped.refused.refusal,
            reason: {
              code: stepped.refused.code,
              outcome: 'refused',
              params: { ...stepped.refused.params, refusal: stepped.refused.refusal },
            },
          },
        }),
    event,
  }
}

/** An id no host's fact has to avoid: the quote's own fact is never stored. */
const QUOTED = 'quote'

function readBasket(program: Program, account: string, basket: Basket, at: number): ProgramFact {
  const { shippingMinor: _, ...rest } = basket
  const fact = readFact({ type: 'purchase', customerId: account, ...rest, id: QUOTED, at }, program)
  if ('problem' in fact) throw new UsageError('tierwise.program.basket', { problem: fact.problem, field: fact.field })
  return fact
}

function linesOf(definition: ProgramDefinition, fact: ProgramFact, { shippingMinor = 0 }: Basket): BasketLines {
  const elements: readonly unknown[] = fact.lines ?? [undefined]
  const amounts =
    fact.lines === undefined ? [fact.amountMinor ?? 0] : fact.lines.map((line) => (line as { amountMinor?: unknown }).amountMinor)
  for (const amount of [...amounts, shippingMinor]) {
    if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 0)
      throw new UsageError('tierwise.program.basket', { problem: 'unreadable', field: 'amountMinor' })
  }
  return {
    elements,
    amounts: amounts as readonly number[],
    shippingMinor,
    exponent: currencyExponent(fact.currency ?? definition.currency) ?? 2,
  }
}

function offersOf(program: Program, run: Run): Offer[] {
  const own = run.books.tier === null ? [] : (program.tierBenefits[run.rank] ?? [])
  return [
    ...program.benefits.map((form) => ({ form, source: 'program' as const })),
    ...own.map((form) => ({ form, source: 'tier' as const })),
  ]
}

function offerOf(program: Program, { id, voucher }: VoucherState): Offer {
  return { form: program.vouchers[voucher].gives, source: 'voucher', voucher: id }
}

/** The fact of the purchase: what is paid for the goods, line by line. */
function paidFact(asked: ProgramFact, { lines }: Priced, amountMinor: number): ProgramFact {
  const paid = asked.lines?.map((line, i) => ({ ...line, amountMinor: lines[i] }))
  return { ...asked, amountMinor, ...(paid === undefined ? {} : { lines: paid }) }
}

function spendable(run: Run): Quote['spend'] {
  return (run.program.definition.redeem ?? []).flatMap((rule) => {
    const form = run.program.redeemById.get(rule.id)
    const currency = run.program.currencies[rule.from]
    if (form === undefined || !form.checks.every(({ when }) => when(run))) return []
    const usable = Math.max(0, usableOf(purseOf(run, rule.from), run.day) - currency.floor)
    const balance = fromUnits(usable, currency.scale)
    const step = form.step?.(run)
    const most = step === undefined ? balance : roundExact(balance, step, 'down')
    const least = form.minimum?.(run)
    const enough =
      usable > 0 &&
      most !== 0 &&
      (least === undefined || exactUnits(most, currency.scale, 'down') >= exactUnits(least, currency.scale, 'up'))
    if (!enough) return []
    run.redeemed = most
    const value = form.value?.(run)
    run.redeemed = undefined
    return [{ rule: rule.id, currency: rule.from, most: exactText(most), ...(value === undefined ? {} : { value: exactText(value) }) }]
  })
}
