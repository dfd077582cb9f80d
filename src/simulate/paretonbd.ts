import { type SimulatedPurchases, type SimulatePurchasesOptions, simulatePurchases } from './purchases.js'

/**
 * Customers of the Pareto/NBD story: rate λ ~ Gamma(r, rate α), and a lifetime that is exponential with rate μ ~ Gamma(s, rate β).
 * @source Schmittlein, Morrison & Colombo (1987), Management Science 33, 1–24
 */
export function simulateParetoNbd(
  { r, alpha, s, beta }: { readonly r: number; readonly alpha: number; readonly s: number; readonly beta: number },
  options: SimulatePurchasesOptions,
): SimulatedPurchases {
  return simulatePurchases((chance, end, bought) => {
    const rate = chance.gamma(r, alpha)
    const death = chance.exponential(chance.gamma(s, beta))
    const last = Math.min(death, end)
    for (let time = chance.exponential(rate); time <= last; time += chance.exponential(rate)) bought(time)
    return death
  }, options)
}
