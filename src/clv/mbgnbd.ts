/** MBG/NBD: BG/NBD in which a customer may also leave right after the first purchase. Symbols as in `bgnbd`. */

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

/** x repeat purchases and the first one: x + 1 tosses. */
export const mbgNbdKernel: NbdKernel = /* @__PURE__ */ betaGeometricKernel((x) => x + 1)

/**
 * ln L(r, α, a, b | x, tx, T).
 * @source Batislam, Denizel & Filiztekin (2007), International Journal of Research in Marketing 24, 201–209; Hoppe & Wagner (2007), Marketing ZFP 29
 */
export function logLikelihood({ r, alpha, a, b }: BetaGeometricParams, x: number, tx: number, T: number): number {
  // L = 1 − (b/(a + b)) (1 − (1 + T/α)^−r) = (a + b (1 + T/α)^−r)/(a + b): near certainty the sum of logs would lose the first, elsewhere it keeps the second
  if (x === 0) {
    const logNone = -r * Math.log1p(T / alpha)
    const some = -(b / (a + b)) * Math.expm1(logNone)
    return some < 0.5 ? Math.log1p(-some) : Math.log((a + b * Math.exp(logNone)) / (a + b))
  }
  return logLikelihoodOf(mbgNbdKernel, [r, alpha, a, b], x, tx, T)
}

/**
 * P(alive): 1 / (1 + a / (b + x) · ((α + T) / (α + tx))^(r + x)). Also below 1 for one-time buyers.
 * @returns probability in [0, 1]
 */
export function pAlive(params: BetaGeometricParams, x: number, tx: number, T: number): number {
  return 1 / (1 + Math.exp(logOddsGone(params, x, x + 1, tx, T)))
}

/** What is known of a customer who is alive at T: λ ~ Gamma(r + x, α + T), p ~ Beta(a, b + x + 1). */
export function posterior({ r, alpha, a, b }: BetaGeometricParams, x: number, T: number): BetaGeometricParams {
  return { r: r + x, alpha: alpha + T, a, b: b + x + 1 }
}

/** A new customer is alive after the first purchase with probability b / (a + b), and then has p ~ Beta(a, b + 1). */
export function newcomer({ r, alpha, a, b }: BetaGeometricParams): { readonly alive: number; readonly params: BetaGeometricParams } {
  return { alive: b / (a + b), params: { r, alpha, a, b: b + 1 } }
}

/** What a customer of a MBG/NBD model does next: what `predictClv` needs of the kind of its model. */
export const mbgNbdFuture: Future<BetaGeometricParams> = {
  kind: 'mbgnbd',
  names: ['r', 'alpha', 'a', 'b'],
  pAlive,
  posterior,
  newcomer,
  expectedPurchasesAlive,
  anyPurchaseAlive,
  discountedPurchasesAlive,
}
