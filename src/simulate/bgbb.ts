import { type SimulatedPurchases, type SimulatePurchasesOptions, simulatePurchases } from './purchases.js'

/**
 * Customers of the BG/BB story: at each of `age` opportunities one who is still there buys with probability p ~ Beta(α, β); before each, they leave with θ ~ Beta(γ, δ).
 * Ages and horizon are whole numbers of opportunities.
 * @source Fader, Hardie & Shang (2010), Marketing Science 29, 1086–1108
 */
export function simulateBgBb(
  { alpha, beta, gamma, delta }: { readonly alpha: number; readonly beta: number; readonly gamma: number; readonly delta: number },
  options: SimulatePurchasesOptions & { readonly age: number },
): SimulatedPurchases {
  return simulatePurchases((chance, end, bought) => {
    const p = chance.beta(alpha, beta)
    const theta = chance.beta(gamma, delta)
    for (let opportunity = 1; opportunity <= end; opportunity++) {
      if (chance.uniform() < theta) return opportunity - 0.5
      if (chance.uniform() < p) bought(opportunity)
    }
    return Number.POSITIVE_INFINITY
  }, options)
}
