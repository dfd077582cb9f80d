import { UsageError } from '../core/errors.js'
import { random } from '../core/math/random.js'

/**
 * Survivors of a cohort of contracts: θ ~ Beta(α, β), and P(still there after t renewals) = (1 − θ)^(t^c); c = 1 is sBG, otherwise BdW.
 * @returns survivors at 0, 1, … `renewals`
 */
export function simulateContracts(
  { alpha, beta, c = 1 }: { readonly alpha: number; readonly beta: number; readonly c?: number },
  options: { readonly customers: number; readonly renewals: number; readonly seed: number },
): readonly number[] {
  const { customers, renewals, seed } = options
  if (!(Number.isInteger(customers) && customers >= 0)) throw new UsageError('simulate.customers.invalid', { customers })
  const survivors = Array.from({ length: renewals + 1 }, () => 0)
  for (let i = 0; i < customers; i++) {
    const chance = random(seed, i)
    const theta = chance.beta(alpha, beta)
    // S(t) = (1 − θ)^(t^c) > u  ⟺  t < (ln u / ln(1 − θ))^(1/c)
    const leaves = (Math.log(chance.uniform()) / Math.log1p(-theta)) ** (1 / c)
    for (let t = 0; t <= renewals && t < leaves; t++) survivors[t]++
  }
  return survivors
}
