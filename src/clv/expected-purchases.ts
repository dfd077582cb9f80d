/** What a new customer, and a cohort of them, is expected to buy. */

import type { Length } from '../core/time/length.js'
import { futureOf, type PurchaseModel } from './futures.js'
import { periodsOf, ratePerPeriod } from './periods.js'

/** Expected repeat purchases of a new customer within a horizon of the first purchase (BG/BB: among that many opportunities). */
export function expectedOfNewcomer(model: PurchaseModel, horizon: number | Length): number {
  const future = futureOf(model)
  const { alive, params } = future.newcomer(model.params)
  return alive * future.expectedPurchasesAlive(params, periodsOf(horizon, model.period))
}

/** Expected repeat purchases of a new customer over all time, discounted at an effective annual rate: what acquiring one is worth, in purchases. */
export function discountedOfNewcomer(model: PurchaseModel, annualDiscount: number | string): number {
  const future = futureOf(model)
  const { alive, params } = future.newcomer(model.params)
  return alive * future.discountedPurchasesAlive(params, ratePerPeriod(annualDiscount, model.period))
}
