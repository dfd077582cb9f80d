/** How far a customer's own history is believed against a prior: the one number all shrinkage in this room rests on. */

export interface Strength {
  /** S, in purchases: with S purchases of their own, a customer's shares stand halfway between their own and the prior. */
  readonly value: number
  /** Standard error of ln S. */
  readonly logStandardError: number
  /** Choices that had a history before them: what S was learned from. */
  readonly choices: number
}

/** One choice each: the evidence there was for what was then chosen, all evidence, and the prior share of what was chosen. */
export interface StrengthTerms {
  readonly own: ArrayLike<number>
  readonly total: ArrayLike<number>
  readonly prior: ArrayLike<number>
  /** How often each term happened. Default once. */
  readonly times?: ArrayLike<number>
  readonly length: number
}

/**
 * The S under which the choices were least surprising, each seen from the history before it:
 *
 *   L(S) = Σ ln[(own + S · prior) / (total + S)] + ln r + ln(1 − r),   r = 1 / (1 + S)
 *
 * Without decay, and with one choice per occasion, the sum is the Dirichlet-multinomial likelihood of the base (drawn from Pólya's urn one
 * choice at a time). The last two terms are one imagined customer who repeats a first purchase out of habit and one who does not: they keep S
 * finite and positive whatever the data, and give S = 1 where there are none.
 *
 * @source G. Goodhardt, A. Ehrenberg & C. Chatfield (1984), JRSS A 147, 621–655 (the Dirichlet model of choice);
 *   B. Levin & J. Reeds (1977), Annals of Statistics 5, 79–87 (the likelihood has one maximum; under decay it may have more, so a grid finds the highest)
 */
export function fitStrength(terms: StrengthTerms): Strength {
  let best = 0
  let bestLikelihood = Number.NEGATIVE_INFINITY
  let previous = slope(terms, LOWEST).first
  for (let u = LOWEST + 1; u <= HIGHEST; u++) {
    const next = slope(terms, u).first
    if (previous > 0 && next <= 0) {
      const top = rootBetween(terms, u - 1, u)
      const value = likelihood(terms, top)
      if (value > bestLikelihood) {
        best = top
        bestLikelihood = value
      }
    }
    previous = next
  }
  if (bestLikelihood === Number.NEGATIVE_INFINITY) best = previous > 0 ? HIGHEST : LOWEST
  const curvature = -slope(terms, best).second
  return {
    value: Math.exp(best),
    logStandardError: curvature > 0 ? 1 / Math.sqrt(curvature) : Number.MAX_VALUE,
    choices: terms.times ? Array.from(terms.times).reduce((sum, n) => sum + n, 0) : terms.length,
  }
}

// ln S. Below e^−14 a single purchase decides everything, above e^14 a million decide nothing: beyond, S makes no difference to a share.
const LOWEST = -14
const HIGHEST = 14

/** L as a function of u = ln S. */
function likelihood({ own, total, prior, times, length }: StrengthTerms, u: number): number {
  const S = Math.exp(u)
  let value = u - 2 * Math.log1p(S)
  for (let i = 0; i < length; i++) value += (times ? times[i] : 1) * Math.log((own[i] + S * prior[i]) / (total[i] + S))
  return value
}

/** dL/du and d²L/du². With a = S·prior/(own + S·prior) and b = S/(total + S) a term has slope a − b and curvature a(1 − a) − b(1 − b). */
function slope({ own, total, prior, times, length }: StrengthTerms, u: number): { first: number; second: number } {
  const S = Math.exp(u)
  const r = 1 / (1 + S)
  let first = 1 - 2 * S * r
  let second = -2 * S * r * r
  for (let i = 0; i < length; i++) {
    const pulled = S * prior[i]
    const a = pulled / (own[i] + pulled)
    const b = S / (total[i] + S)
    const n = times ? times[i] : 1
    first += n * (a - b)
    second += n * (a * (1 - a) - b * (1 - b))
  }
  return { first, second }
}

/** Newton's steps, kept within the bracket by bisection. */
function rootBetween(terms: StrengthTerms, from: number, to: number): number {
  let low = from
  let high = to
  let u = (low + high) / 2
  for (let step = 0; step < 60; step++) {
    const { first, second } = slope(terms, u)
    if (first > 0) low = u
    else high = u
    const newton = u - first / second
    const next = newton >= low && newton <= high ? newton : (low + high) / 2
    if (Math.abs(next - u) < 1e-9) return next // the next step would move by the square of this
    u = next
  }
  return u
}
