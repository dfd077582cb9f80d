/** Damped Newton ascent with analytic gradient and Hessian, for a handful of parameters. */

import { cholesky, solveCholesky } from './cholesky.js'

/** A log-likelihood (or any smooth function to be maximized) of `size` unconstrained parameters. */
export interface Objective {
  readonly size: number
  /** Returns the value; writes the gradient and the full symmetric Hessian, row-major. Non-finite where undefined. */
  readonly evaluate: (point: Float64Array, gradient: Float64Array, hessian: Float64Array) => number
}

export interface Optimum {
  readonly point: Float64Array
  readonly value: number
  readonly gradient: Float64Array
  readonly hessian: Float64Array
  readonly evaluations: number
  /**
   * `converged`: the next step would change the value by less than 1e-12 and the Hessian is negative definite;
   * `flat`: steps no longer improve, but the Hessian is not safely negative definite (a direction the data say nothing about);
   * `runaway`: the same far from the start, or more than `reach` from it: the optimum is at the border;
   * `exhausted`: the limit of evaluations was reached.
   */
  readonly ended: 'converged' | 'flat' | 'runaway' | 'exhausted'
}

/**
 * Steps solve (−H + λD) d = g, D the diagonal of −H; λ falls tenfold after a step that rises and grows tenfold after one that does not; within a standard error of the optimum it is 0.
 * Convergence is judged by the Newton decrement gᵀ(−H)⁻¹g — the squared distance to the optimum in standard errors — never by a flag.
 * @param start finite, where the objective is finite
 */
export function maximize(objective: Objective, start: ArrayLike<number>, reach = 25, limit = 120): Optimum {
  const n = objective.size
  let point = Float64Array.from(start)
  let gradient = new Float64Array(n)
  let hessian = new Float64Array(n * n)
  let nextGradient = new Float64Array(n)
  let nextHessian = new Float64Array(n * n)
  let value = objective.evaluate(point, gradient, hessian)
  let evaluations = 1
  let damping = 0
  let rose = true
  let last = false
  const trail: number[] = []
  for (;;) {
    const { step, lambda } = (rose && nearStep(hessian, gradient, n)) || dampedStep(hessian, gradient, n, damping)
    const longest = longestOf(step)
    const decrement = dot(step, gradient)
    if (lambda === 0 && (last || decrement === 0 || !(longest > 0)))
      return { point, value, gradient, hessian, evaluations, ended: 'converged' }
    if (lambda > 1e8) return { point, value, gradient, hessian, evaluations, ended: 'flat' }
    const away = farthestOf(point, start)
    if (away > reach) return { point, value, gradient, hessian, evaluations, ended: 'runaway' }
    // six evaluations that gained nothing: towards infinity the value tends to its limit, and rounding hides the rest
    if (trail.push(value) > 6 && value - trail[trail.length - 7] < 1e-8)
      return { point, value, gradient, hessian, evaluations, ended: away > FAR ? 'runaway' : 'flat' }
    if (evaluations >= limit) return { point, value, gradient, hessian, evaluations, ended: 'exhausted' }
    // a step of e² in a parameter is as far as a quadratic is trusted
    const scale = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1
    const next = moved(point, scale, step)
    const nextValue = objective.evaluate(next, nextGradient, nextHessian)
    evaluations++
    rose = false
    if (nextValue >= value - 1e-14 * Math.abs(value) && finite(nextGradient) && finite(nextHessian)) {
      // the step taken here makes an error of 1e-5 standard errors one of 1e-10
      last = lambda === 0 && decrement < 1e-10
      rose = true
      point = next
      value = nextValue
      ;[gradient, nextGradient] = [nextGradient, gradient]
      ;[hessian, nextHessian] = [nextHessian, hessian]
      damping = lambda < 1e-6 ? 0 : lambda / 10
    } else if (lambda === 0 && decrement < 1e-9) {
      return { point, value, gradient, hessian, evaluations, ended: 'converged' } // the value no longer resolves the step
    } else damping = Math.max(1e-3, lambda * 10)
  }
}

/** The undamped step, where the Hessian is negative definite and the optimum it promises is less than a standard error away. */
function nearStep(hessian: Float64Array, gradient: Float64Array, n: number): { step: Float64Array; lambda: number } | undefined {
  const l = cholesky(negated(hessian), n)
  if (!l) return undefined
  const step = solveCholesky(l, n, gradient)
  return dot(step, gradient) < 1 ? { step, lambda: 0 } : undefined
}

/** The step, with the damping that was needed to make the system positive definite. */
function dampedStep(hessian: Float64Array, gradient: Float64Array, n: number, damping: number): { step: Float64Array; lambda: number } {
  let lambda = damping
  for (;;) {
    const a = negated(hessian)
    if (lambda > 0) for (let i = 0; i < n; i++) a[i * n + i] += lambda * Math.max(Math.abs(hessian[i * n + i]), 1e-6)
    const l = cholesky(a, n)
    if (l) return { step: solveCholesky(l, n, gradient), lambda }
    if (lambda > 1e8) return { step: new Float64Array(n), lambda }
    lambda = Math.max(1e-3, lambda * 10)
  }
}

// plain loops: an engine throws away what it has compiled of a closure with the closure, and these run in every step of every fit

function negated(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length)
  for (let i = 0; i < out.length; i++) out[i] = -values[i]
  return out
}

function moved(point: Float64Array, scale: number, step: Float64Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(point.length)
  for (let i = 0; i < out.length; i++) out[i] = point[i] + scale * step[i]
  return out
}

function longestOf(step: Float64Array): number {
  let longest = 0
  for (let i = 0; i < step.length; i++) longest = Math.max(longest, Math.abs(step[i]))
  return longest
}

function farthestOf(point: Float64Array, start: ArrayLike<number>): number {
  let farthest = 0
  for (let i = 0; i < point.length; i++) farthest = Math.max(farthest, Math.abs(point[i] - start[i]))
  return farthest
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0
  for (let i = 0; i < a.length; i++) total += a[i] * b[i]
  return total
}

function finite(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false
  return true
}

const LONGEST_STEP = 2
/** A factor of 3,000 in a parameter. */
const FAR = 8
