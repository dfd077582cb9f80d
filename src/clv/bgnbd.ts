/** BG/NBD. Symbols follow Fader, Hardie & Lee (2005), Marketing Science 24, 275–284: x repeat purchases, tx first → last purchase, T first purchase → asOf, in periods. */

import {
  anyPurchaseAlive,
  type BetaGeometricParams,
  betaGeometricKernel,
  discountedPurchasesAlive,
  expectedPurchasesAlive,
  logOddsGone,
} from './beta-geometric.js'
import type { Future } from './future.js'
import { logLikelihoodOf, type NbdKernel } from './nbd.js'

/** A customer may leave after each repeat purchase: x tosses. */
export const bgNbdKernel: NbdKernel = /* @__PURE__ */ betaGeometricKernel((x) => x)

/**
 * ln L(r, α, a, b | x, tx, T).
 * @source eq. (3), p. 278
 */
export function logLikelihood({ r, alpha, a, b }: BetaGeometricParams, x: number, tx: number, T: number): number {
  return logLikelihoodOf(bgNbdKernel, [r, alpha, a, b], x, tx, T)
}

/**
 * P(alive): the chance that a customer with this history is still buying.
 *
 *   1 / (1 + a / (b + x − 1) · ((α + T) / (α + tx))^(r + x))   for x > 0
 *   1                                                          for x = 0; dropout can only follow a repeat purchase
 *
 * @returns probability in [0, 1]
 * @source Fader, Hardie & Lee (2008), brucehardie.com/notes/021, p. 2
 */
export function pAlive(params: BetaGeometricParams, x: number, tx: number, T: number): number {
  return 1 / (1 + Math.exp(logOddsGone(params, x, x, tx, T))) // an overflowing exp gives exactly 0, as it should
}

/** What is known of a customer who is alive at T: λ ~ Gamma(r + x, α + T), p ~ Beta(a, b + x). The future is that of a new customer with these. */
export function posterior({ r, alpha, a, b }: BetaGeometricParams, x: number, T: number): BetaGeometricParams {
  return { r: r + x, alpha: alpha + T, a, b: b + x }
}

/** The parameters of a new customer, just after the first purchase, and the chance to be alive then. */
export function newcomer(params: BetaGeometricParams): { readonly alive: number; readonly params: BetaGeometricParams } {
  return { alive: 1, params }
}

/** What a customer of a BG/NBD model does next: what `predictClv` needs of the kind of its model. */
export const bgNbdFuture: Future<BetaGeometricParams> = {
  kind: 'bgnbd',
  names: ['r', 'alpha', 'a', 'b'],
  pAlive,
  posterior,
  newcomer,
  expectedPurchasesAlive,
  anyPurchaseAlive,
  discountedPurchasesAlive,
}
