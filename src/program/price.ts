/** What a basket costs once benefits are applied: in their order, each on what is left of its lines, everything in minor units. */

import { divideExact, exactUnits, fromUnits, multiplyExact, readExact, roundExact } from '../core/decimal/exact.js'
import { splitProportionally } from '../core/decimal/split.js'
import type { BenefitForm } from './form.js'
import type { Run } from './run.js'

/** A benefit that may apply, and where it comes from. */
export interface Offer {
  readonly form: BenefitForm
  readonly source: 'program' | 'tier' | 'voucher'
  /** The voucher's id. */
  readonly voucher?: string
}

export interface AppliedOffer {
  readonly offer: Offer
  /** Taken off goods and shipping together. */
  readonly offMinor: number
}

export interface Priced {
  /** What each line costs in the end. */
  readonly lines: readonly number[]
  readonly shippingMinor: number
  readonly applied: readonly AppliedOffer[]
}

export interface BasketLines {
  /** As the run sees a line: the element names refer to. */
  readonly elements: readonly unknown[]
  readonly amounts: readonly number[]
  readonly shippingMinor: number
  /** Places of the currency. */
  readonly exponent: number
}

/** The cheapest of: all benefits that go together, or one that goes alone. A tie goes to those that go together, then to the first written. */
export function priceBasket(run: Run, basket: BasketLines, offers: readonly Offer[]): Priced {
  const open = offers.filter(({ form }) => form.when(run))
  let best = applyAll(
    run,
    basket,
    open.filter(({ form }) => form.rule.alone !== true),
  )
  for (const offer of open) {
    if (offer.form.rule.alone !== true) continue
    const alone = applyAll(run, basket, [offer])
    if (totalOf(alone) < totalOf(best)) best = alone
  }
  return best
}

export function totalOf({ lines, shippingMinor }: Priced): number {
  return lines.reduce((sum, amount) => sum + amount, shippingMinor)
}

/** What an offer would take off if it were the only one. */
export function offOf(run: Run, basket: BasketLines, offer: Offer): number {
  return applyOne(run, basket, listPrices(basket), offer)?.offMinor ?? 0
}

interface Prices {
  readonly lines: readonly number[]
  readonly shippingMinor: number
}

function listPrices({ amounts, shippingMinor }: BasketLines): Prices {
  return { lines: amounts, shippingMinor }
}

/** In their order; where several share a name, the best of them on what is then left takes the place of the first. */
function applyAll(run: Run, basket: BasketLines, offers: readonly Offer[]): Priced {
  let prices = listPrices(basket)
  const applied: AppliedOffer[] = []
  const chosen = new Set<string>()
  for (const first of offers) {
    const { bestOf } = first.form.rule
    if (bestOf !== undefined && chosen.has(bestOf)) continue
    const rivals = bestOf === undefined ? [first] : offers.filter(({ form }) => form.rule.bestOf === bestOf)
    if (bestOf !== undefined) chosen.add(bestOf)
    let best: Step | undefined
    for (const offer of rivals) {
      const step = applyOne(run, basket, prices, offer)
      if (step !== undefined && (best === undefined || step.offMinor > best.offMinor)) best = step
    }
    if (best === undefined) continue
    prices = best
    applied.push({ offer: best.offer, offMinor: best.offMinor })
  }
  return { ...prices, applied }
}

interface Step extends Prices, AppliedOffer {}

/** The prices after an offer, or `undefined` where it does not fit or takes nothing. */
function applyOne(run: Run, basket: BasketLines, { lines, shippingMinor }: Prices, offer: Offer): Step | undefined {
  const { rule } = offer.form
  const chosen = eligible(run, basket, offer.form)
  const base = chosen.reduce((sum, i) => sum + lines[i], 0)
  if (chosen.length === 0 || base < minorOf(rule.from ?? 0, basket)) return undefined
  if ('gift' in rule) return { lines, shippingMinor, offer, offMinor: 0 }
  const most = rule.most === undefined ? Number.POSITIVE_INFINITY : minorOf(rule.most, basket)
  if ('freeShipping' in rule) {
    const offMinor = Math.min(shippingMinor, most)
    return { lines, shippingMinor: shippingMinor - offMinor, offer, offMinor }
  }
  const offMinor = Math.min(base, most, 'percentOff' in rule ? percentOf(rule.percentOff, base) : stepsOf(rule, base, basket))
  if (offMinor === 0) return undefined
  // Spread over its lines by what they cost, so that a refund of one line knows what was paid for it.
  const shares = splitProportionally(
    offMinor,
    chosen.map((i) => lines[i]),
  )
  const next = [...lines]
  chosen.forEach((i, k) => {
    next[i] -= shares[k]
  })
  return { lines: next, shippingMinor, offer, offMinor }
}

function eligible(run: Run, { elements }: BasketLines, { where }: BenefitForm): number[] {
  const chosen: number[] = []
  const outer = run.element
  elements.forEach((element, i) => {
    run.element = element
    if (where === undefined || where(run)) chosen.push(i)
  })
  run.element = outer
  return chosen
}

function minorOf(amount: string | number, { exponent }: BasketLines): number {
  return exactUnits(readExact(amount) ?? 0, exponent, 'halfUp')
}

function percentOf(percentOff: string | number, base: number): number {
  return exactUnits(multiplyExact(base, divideExact(readExact(percentOff) ?? 0, 100) ?? 0), 0, 'halfUp')
}

function stepsOf(
  { amountOff, per }: { readonly amountOff: string | number; readonly per?: string | number },
  base: number,
  basket: BasketLines,
): number {
  const off = minorOf(amountOff, basket)
  if (per === undefined) return off
  const steps = roundExact(divideExact(fromUnits(base, basket.exponent), readExact(per) ?? 1) ?? 0, 1, 'down')
  return typeof steps === 'number' ? steps * off : 0
}
