import { type SimulatedPurchases, type SimulatePurchasesOptions, type Story, simulatePurchases } from './purchases.js'

/**
 * Customers of the BG/NBD story: rate λ ~ Gamma(r, rate α); after each repeat purchase the customer leaves with probability p ~ Beta(a, b).
 * @source Fader, Hardie & Lee (2005), Marketing Science 24, assumptions (i) to (v)
 */
export function simulateBgNbd(
  params: { readonly r: number; readonly alpha: number; readonly a: number; readonly b: number },
  options: SimulatePurchasesOptions,
): SimulatedPurchases {
  return simulatePurchases(coinStory(params, false), options)
}

/** As `simulateBgNbd`, with the same coin also after the first purchase. */
export function simulateMbgNbd(
  params: { readonly r: number; readonly alpha: number; readonly a: number; readonly b: number },
  options: SimulatePurchasesOptions,
): SimulatedPurchases {
  return simulatePurchases(coinStory(params, true), options)
}

function coinStory({ r, alpha, a, b }: { r: number; alpha: number; a: number; b: number }, first: boolean): Story {
  return (chance, end, bought) => {
    const rate = chance.gamma(r, alpha)
    const p = chance.beta(a, b)
    if (first && chance.uniform() < p) return 0
    for (let time = chance.exponential(rate); time <= end; time += chance.exponential(rate)) {
      bought(time)
      if (chance.uniform() < p) return time
    }
    return Number.POSITIVE_INFINITY
  }
}
