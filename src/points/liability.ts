/**
 * What a host owes for points it gave with its sales, and how much of that becomes revenue when.
 * The allocation and the catch-up are those of a material right (IFRS 15 B39–B46, Illustrative Example 52; ASC 606-10-55-41 … 45).
 */

import { multiplyDivide, safe } from '../core/decimal/decimal.js'
import { splitProportionally } from '../core/decimal/split.js'
import { UsageError } from '../core/errors.js'

export interface PriceAllocation {
  /** Revenue of the goods, at once. */
  readonly goodsMinor: number
  /** Owed for the points: the contract liability they open with. */
  readonly pointsMinor: number
}

/**
 * Splits what customers paid between the goods and the points that came with them, by their stand-alone prices. The parts add up to the price.
 *
 * @param alone stand-alone prices: of the goods, and of the points (points × what one is worth × the share expected to be redeemed)
 * @throws UsageError `points.liability.invalid` for amounts that are no safe integers ≥ 0, or when both are 0
 * @example
 * allocatePrice(100_000, { goodsMinor: 100_000, pointsMinor: 9_500 })   // { goodsMinor: 91_324, pointsMinor: 8_676 }
 */
export function allocatePrice(priceMinor: number, alone: PriceAllocation): PriceAllocation {
  const { goodsMinor, pointsMinor } = alone
  whole('priceMinor', priceMinor)
  whole('goodsMinor', goodsMinor)
  whole('pointsMinor', pointsMinor)
  if (goodsMinor + pointsMinor === 0) throw new UsageError('points.liability.invalid', { field: 'goodsMinor', value: 0 })
  const [goods, points] = splitProportionally(priceMinor, [goodsMinor, pointsMinor])
  return { goodsMinor: goods, pointsMinor: points }
}

export interface RedemptionSoFar {
  /** Redeemed since the points were given, all periods together. */
  readonly redeemed: number
  /** Expected to be redeemed in the end, as estimated now; breakage is what is left of the points given. At least `redeemed`. */
  readonly expected: number
}

export interface Recognition {
  /** Revenue of this period: the cumulative figure less what was recognized before. May be below 0 when the estimate rose. */
  readonly revenueMinor: number
  /** Of all periods so far. */
  readonly cumulativeMinor: number
  /** What is still owed. */
  readonly liabilityMinor: number
}

/**
 * Revenue from points that were redeemed, with the estimate caught up: cumulative = allocated × redeemed / expected.
 *
 * @param allocatedMinor what `allocatePrice` gave to the points
 * @param recognizedMinor recognized in earlier periods
 * @throws UsageError `points.liability.invalid`
 * @example
 * recognizeRevenue(8_676, 0, { redeemed: 4_500, expected: 9_500 })       // revenue 4_110
 * recognizeRevenue(8_676, 4_110, { redeemed: 8_500, expected: 9_700 })   // revenue 3_493, liability 1_073
 */
export function recognizeRevenue(allocatedMinor: number, recognizedMinor: number, { redeemed, expected }: RedemptionSoFar): Recognition {
  whole('allocatedMinor', allocatedMinor)
  whole('redeemed', redeemed)
  whole('expected', expected)
  if (!Number.isSafeInteger(recognizedMinor))
    throw new UsageError('points.liability.invalid', { field: 'recognizedMinor', value: String(recognizedMinor) })
  if (redeemed > expected) throw new UsageError('points.liability.invalid', { field: 'expected', value: expected })
  const cumulativeMinor = expected === 0 ? 0 : multiplyDivide(allocatedMinor, redeemed, expected, 'halfUp')
  return { revenueMinor: safe(cumulativeMinor - recognizedMinor), cumulativeMinor, liabilityMinor: safe(allocatedMinor - cumulativeMinor) }
}

/** A ledger's totals at one instant, in points of one currency (units of 10^−scale throughout). */
export interface PointsTotals {
  readonly earned: number
  readonly spent: number
  readonly expired: number
  readonly reversed: number
  readonly pending: number
  /** Usable balances, debts taken off. */
  readonly active: number
}

export interface LiabilityOptions {
  /** What a redeemed unit is worth, as a fraction in minor units: `{ minor: 1, units: 100 }` says that 100 units buy one cent. */
  readonly worth: { readonly minor: number; readonly units: number }
  /** Share of today's units expected never to be redeemed, in parts of ten thousand: 500 is 5 %. */
  readonly breakagePerTenThousand: number
}

export interface LedgerLiability {
  /** Units that could still be redeemed: active and pending. */
  readonly outstanding: number
  /** Expected to be redeemed, rounded half up. */
  readonly expectedRedemptions: number
  readonly breakage: number
  /** Worth of the expected redemptions. */
  readonly liabilityMinor: number
  /** Worth of all outstanding units, as if nothing were ever left over. */
  readonly faceValueMinor: number
}

/**
 * What a ledger's outstanding points are worth to the host, less the breakage it declares.
 * @throws UsageError `points.liability.unreconciled` when the totals do not add up (earned = active + pending + spent + expired + reversed): a ledger that is not reconciled has no liability to report
 */
export function ledgerLiability(totals: PointsTotals, { worth, breakagePerTenThousand }: LiabilityOptions): LedgerLiability {
  const { earned, spent, expired, reversed, pending, active } = totals
  const accounted = active + pending + spent + expired + reversed
  if (earned !== accounted) throw new UsageError('points.liability.unreconciled', { earned, accounted })
  whole('minor', worth.minor)
  whole('units', worth.units)
  if (worth.units === 0) throw new UsageError('points.liability.invalid', { field: 'units', value: 0 })
  if (!Number.isSafeInteger(breakagePerTenThousand) || breakagePerTenThousand < 0 || breakagePerTenThousand > 10_000) {
    throw new UsageError('points.liability.invalid', { field: 'breakagePerTenThousand', value: breakagePerTenThousand })
  }
  const outstanding = safe(active + pending)
  const expectedRedemptions = multiplyDivide(outstanding, 10_000 - breakagePerTenThousand, 10_000, 'halfUp')
  return {
    outstanding,
    expectedRedemptions,
    breakage: outstanding - expectedRedemptions,
    liabilityMinor: multiplyDivide(expectedRedemptions, worth.minor, worth.units, 'halfUp'),
    faceValueMinor: multiplyDivide(outstanding, worth.minor, worth.units, 'halfUp'),
  }
}

function whole(field: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new UsageError('points.liability.invalid', { field, value: String(value) })
}
