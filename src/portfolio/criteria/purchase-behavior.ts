import { type CriterionBase, eachPurchaseDay } from './base.js'
import { agreement, type CriterionResult, meanOfParts } from './parts.js'

/**
 * Purchase behavior (购买行为): how settled the habit is. The mean of four shares over the customer's purchase days; a single one is no habit.
 *
 * - `payment`: the chance that two purchases were paid the same way (attribute `payment` of the day's first order)
 * - `timeOfDay`: the chance that two purchases fell in the same quarter of the day (from 0, 6, 12, 18 o'clock local time; the day's first order)
 * - `fullPrice`: 1 − share of days with a discounted order (attribute `discountMinor` above 0)
 * - `regularity`: 1 / (1 + v), v = deviation of the gaps / mean gap; needs three purchase days
 *
 * Parts the base has no event of are left out: no payment methods, orders dated without a time (all at midnight), no discounts recorded.
 */
export function purchaseBehavior(base: CriterionBase): CriterionResult {
  const { facts, purchases, summary } = base
  const { fact, msOfDay } = purchases
  const { attributes } = facts.columns
  const people = summary.length
  const payment = new Float64Array(people)
  const timeOfDay = new Float64Array(people)
  const fullPrice = new Float64Array(people)
  const methods = new Map<string, number>()
  const quarters = [0, 0, 0, 0]
  for (let c = 0; c < people; c++) {
    methods.clear()
    quarters.fill(0)
    let days = 0
    let discounted = 0
    eachPurchaseDay(purchases, c, (from, to) => {
      days++
      quarters[Math.floor(msOfDay[from] / QUARTER_DAY)]++
      const method = attributes?.[fact[from]]?.payment
      if (typeof method === 'string') methods.set(method, (methods.get(method) ?? 0) + 1)
      for (let k = from; k < to; k++) {
        if (!isDiscounted(attributes?.[fact[k]]?.discountMinor)) continue
        discounted++
        break
      }
    })
    payment[c] = agreement(methods.values())
    timeOfDay[c] = agreement(quarters)
    fullPrice[c] = days < 2 ? Number.NaN : 1 - discounted / days
  }
  const { meanGapDays, gapDeviationDays } = summary.columns
  const regularity = meanGapDays.map((mean, c) => 1 / (1 + gapDeviationDays[c] / mean))
  return meanOfParts(base, 'purchaseBehavior', [
    { id: 'payment', values: payment, observed: hasAttribute(base, 'payment', 'string') },
    { id: 'timeOfDay', values: timeOfDay, observed: msOfDay.some((ms) => ms > 0) },
    { id: 'fullPrice', values: fullPrice, observed: hasAttribute(base, 'discountMinor', 'number') },
    { id: 'regularity', values: regularity, observed: regularity.some((value) => !Number.isNaN(value)) },
  ])
}

const QUARTER_DAY = 6 * 3_600_000

function isDiscounted(discountMinor: unknown): boolean {
  return typeof discountMinor === 'number' && discountMinor > 0
}

function hasAttribute({ facts, purchases }: CriterionBase, name: string, type: 'string' | 'number'): boolean {
  const { attributes } = facts.columns
  return attributes !== undefined && purchases.fact.some((i) => typeof attributes[i]?.[name] === type)
}
