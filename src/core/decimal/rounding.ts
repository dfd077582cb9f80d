/** Rounding by name. Every division of money or points says which. */

/**
 * `down` toward zero, `up` away from zero, `floor` toward −∞, `ceiling` toward +∞;
 * `halfUp` ties away from zero, `halfDown` ties toward zero, `halfEven` ties to the even neighbor.
 */
export type Rounding = 'down' | 'up' | 'floor' | 'ceiling' | 'halfUp' | 'halfDown' | 'halfEven'

export const ROUNDINGS: readonly Rounding[] = ['down', 'up', 'floor', 'ceiling', 'halfUp', 'halfDown', 'halfEven']

/** `numerator / denominator` to an integer. Both safe integers, denominator ≠ 0. The quotient and remainder of safe integers are exact. */
export function divideRounded(numerator: number, denominator: number, rounding: Rounding): number {
  const n = denominator < 0 ? -numerator : numerator
  const d = Math.abs(denominator)
  const remainder = n % d // has the sign of n
  const toZero = (n - remainder) / d
  if (remainder === 0) return toZero + 0 // no −0 in state
  const sign = n < 0 ? -1 : 1
  // |remainder| against d − |remainder|, not 2|remainder| against d: the double could leave the safe range.
  const half = Math.abs(remainder) - (d - Math.abs(remainder))
  return toZero + (awayFromZero(rounding, sign, half, toZero % 2 !== 0) ? sign : 0) + 0
}

/** The same for integers of any size. */
export function divideRoundedBig(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const n = denominator < 0n ? -numerator : numerator
  const d = denominator < 0n ? -denominator : denominator
  const toZero = n / d
  const remainder = n % d
  if (remainder === 0n) return toZero
  const sign = n < 0n ? -1 : 1
  const size = remainder < 0n ? -remainder : remainder
  const twice = 2n * size
  return awayFromZero(rounding, sign, twice > d ? 1 : twice < d ? -1 : 0, toZero % 2n !== 0n) ? toZero + BigInt(sign) : toZero
}

function awayFromZero(rounding: Rounding, sign: 1 | -1, half: number, odd: boolean): boolean {
  switch (rounding) {
    case 'down':
      return false
    case 'up':
      return true
    case 'floor':
      return sign < 0
    case 'ceiling':
      return sign > 0
    case 'halfUp':
      return half >= 0
    case 'halfDown':
      return half > 0
    case 'halfEven':
      return half > 0 || (half === 0 && odd)
  }
}
