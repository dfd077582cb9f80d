/** P(alive), expected purchases, spend and lifetime value by stored models, in SQL without special functions. */

import type { BgNbdModel } from '../clv/fit-bgnbd.js'
import type { GammaGammaModel } from '../clv/fit-gamma-gamma.js'
import type { MbgNbdModel } from '../clv/fit-mbgnbd.js'
import { periodsOf, ratePerPeriod } from '../clv/periods.js'
import { UsageError } from '../core/errors.js'
import { GAUSS_W, GAUSS_X } from '../core/math/quadrature.js'
import { reason } from '../core/reason.js'
import type { Length } from '../core/time/length.js'
import type { Period } from '../facts/summary.js'
import { columns, type Draft, double, finish, step } from './draft.js'
import { type FiguresFrom, figuresOf } from './figures.js'
import { type Fragment, list, sql } from './fragment.js'
import type { SqlStatement } from './statement.js'

export type SqlPurchaseModel = BgNbdModel | MbgNbdModel

/** The question that `predictClv` answers. */
export interface ClvQuestion {
  readonly kind: 'clv'
  readonly purchases: SqlPurchaseModel
  readonly spend: GammaGammaModel
}

export interface ForecastOptions extends FiguresFrom {
  /** How far ahead: periods of the model, or a length. */
  readonly horizon?: number | Length | undefined
  /** CLV: effective annual discount, applied continuously. */
  readonly annualDiscount?: number | string | undefined
  /** CLV: or the continuous rate per period. */
  readonly discountRate?: number | undefined
  /** CLV: or per step. */
  readonly stepDiscount?: { readonly step: number | Length; readonly rate: number } | undefined
  /** CLV: share of revenue that is profit. Default 1. */
  readonly margin?: number | undefined
}

/** `pAlive`, and with a horizon `expectedPurchases` and `pAny`, as `predictBgNbd` and `predictMbgNbd` give them. */
export function purchasesSql(draft: Draft, model: SqlPurchaseModel, options: ForecastOptions): SqlStatement {
  const histories = historiesOf(draft, model, [], options)
  const chosen: (readonly [string, Fragment])[] = [
    ['customerId', sql`h_.customer`],
    ['pAlive', sql`h_.p_alive`],
  ]
  if (options.horizon === undefined)
    return finish(draft, 'the chance to be still a customer', sql`SELECT\n${columns(draft, chosen)}\nFROM ${histories} AS h_`)
  const t = periodsOf(options.horizon, model.period)
  const expected = expectedSteps(draft, model, histories, [{ t, weight: 1 }])
  const { dialect } = draft
  const any = sql`${double(draft, 1)} - ${power(draft, sql`h_.life / (h_.life + ${double(draft, t)})`, sql`h_.shape`)}`
  chosen.push(
    ['expectedPurchases', expected === undefined ? dialect.asDouble(sql`NULL`) : sql`h_.p_alive * e_.purchases`],
    ['pAny', sql`h_.p_alive * (${any})`],
  )
  return finish(
    draft,
    'who is still a customer, and how often they will buy',
    sql`SELECT\n${columns(draft, chosen)}\nFROM ${histories} AS h_${joined(sql`e_`, expected)}`,
  )
}

/** `expectedSpend` as `predictGammaGamma` gives it. */
export function spendSql(draft: Draft, model: GammaGammaModel, options: ForecastOptions): SqlStatement {
  const figures = figuresOf(draft, ['frequency', 'monetary'], options)
  const f = sql`f_`
  const x = draft.dialect.asDouble(figures.of(f, 'frequency'))
  const m = draft.dialect.asDouble(figures.of(f, 'monetary'))
  const chosen: (readonly [string, Fragment])[] = [
    ['customerId', sql`f_.customer`],
    ['expectedSpend', spendOf(draft, model, x, m)],
  ]
  return finish(draft, 'what the next purchases will be worth', sql`SELECT\n${columns(draft, chosen)}\nFROM ${figures.name} AS f_`)
}

/** `pAlive`, `expectedPurchases`, `discountedPurchases`, `expectedSpend` and `clv` as `predictClv` gives them over a horizon. */
export function clvSql(draft: Draft, { purchases, spend }: ClvQuestion, options: ForecastOptions): SqlStatement {
  const { margin = 1 } = options
  if (!(margin >= 0 && margin <= 1)) throw new UsageError('clv.margin.invalid', { margin })
  const { dialect } = draft
  const histories = historiesOf(draft, purchases, ['monetary'], options)
  const spending = spendOf(draft, spend, sql`h_.x`, dialect.asDouble(sql`h_.monetary`))
  const nothing = dialect.asDouble(sql`NULL`)
  const forever = options.horizon === undefined
  if (forever) draft.notes.push(reason('sql.clv.forever', 'refused'))
  const t = forever ? undefined : periodsOf(options.horizon as number | Length, purchases.period)
  const plain = t === undefined ? undefined : expectedSteps(draft, purchases, histories, [{ t, weight: 1 }])
  const schedule = t === undefined ? undefined : scheduleOf(purchases, t, options)
  const counted = t === undefined || schedule === undefined ? plain : expectedSteps(draft, purchases, histories, schedule, '_discounted')
  const discounted = counted === undefined ? nothing : sql`h_.p_alive * d_.purchases`
  const chosen: (readonly [string, Fragment])[] = [
    ['customerId', sql`h_.customer`],
    ['pAlive', sql`h_.p_alive`],
    ['expectedPurchases', plain === undefined ? nothing : sql`h_.p_alive * e_.purchases`],
    ['discountedPurchases', discounted],
    ['expectedSpend', spending],
    ['clv', counted === undefined ? nothing : sql`${double(draft, margin)} * (${discounted}) * ${spending}`],
  ]
  return finish(
    draft,
    'what customers are worth from now on',
    sql`SELECT\n${columns(draft, chosen)}\nFROM ${histories} AS h_${joined(sql`e_`, plain)}${joined(sql`d_`, counted)}`,
  )
}

/** Expected purchases beside each customer's history. */
function joined(alias: Fragment, expected: Fragment | undefined): Fragment {
  return expected === undefined
    ? sql``
    : sql`\nLEFT JOIN ${expected} AS ${alias} ON ${alias}.second = h_.second AND ${alias}.life = h_.life`
}

/** A step with customer, x, shape r + x, life α + T, second (the posterior's a + b) and p_alive; NULL for prospects and impossible histories. */
function historiesOf(draft: Draft, model: SqlPurchaseModel, more: readonly string[], options: ForecastOptions): Fragment {
  const { dialect } = draft
  const { r, alpha, a, b } = model.params
  if ((model.coefficients ?? []).length > 0) draft.notes.push(reason('sql.clv.covariates', 'refused'))
  const covariates = (model.coefficients ?? []).length > 0
  const period = model.period === null ? {} : { period: model.period as Period }
  const figures = figuresOf(draft, ['frequency', 'recency', 'age', ...more], { ...options, summary: { ...period, ...options.summary } })
  const f = sql`f_`
  const x = dialect.asDouble(figures.of(f, 'frequency'))
  const tx = dialect.asDouble(figures.of(f, 'recency'))
  const T = dialect.asDouble(figures.of(f, 'age'))
  const zero = double(draft, 0)
  const finite = figures.facts === undefined ? sql` AND ${dialect.isFinite(x)} AND ${dialect.isFinite(T)}` : sql``
  const possible = covariates
    ? sql`FALSE`
    : sql`${x} >= ${zero} AND ${tx} >= ${zero} AND ${tx} <= ${T} AND (${x} > ${zero} OR ${tx} = ${zero})${finite}`
  const known = step(
    draft,
    'histories',
    'x repeat purchases, tx first to last, age first to asOf, in periods; impossible ones are left out',
    sql`  SELECT f_.customer AS customer,
    CASE WHEN ${possible} THEN ${x} END AS x, CASE WHEN ${possible} THEN ${tx} END AS tx, CASE WHEN ${possible} THEN ${T} END AS age${list(
      more.map((figure) => sql`, ${figures.of(f, figure)} AS ${word(figure)}`),
      sql``,
    )}
  FROM ${figures.name} AS f_`,
  )
  const tosses = model.kind === 'bgnbd' ? sql`h_.x` : sql`(h_.x + ${double(draft, 1)})`
  // ln of the odds that the customer left at tx; beyond ±700 exp would leave the doubles of some engines
  const odds = sql`ln(${double(draft, a)} / (${double(draft, b)} + ${tosses} - ${double(draft, 1)})) + (${double(draft, r)} + h_.x) * ln((${double(draft, alpha)} + h_.age) / (${double(draft, alpha)} + h_.tx))`
  const gone = sql`${double(draft, 1)} / (${double(draft, 1)} + ${exp(draft, odds)})`
  const only = model.kind === 'bgnbd' ? sql` WHEN h_.x = ${zero} THEN ${double(draft, 1)}` : sql``
  const alive = sql`CASE WHEN h_.x IS NULL THEN NULL${only} ELSE ${gone} END`
  return step(
    draft,
    'alive',
    `${model.kind === 'bgnbd' ? 'BG/NBD' : 'MBG/NBD'}: the chance to be alive, and what is known of a customer who is`,
    sql`  SELECT h_.customer AS customer, h_.x AS x, ${alive} AS p_alive,
    ${double(draft, r)} + h_.x AS shape, ${double(draft, alpha)} + h_.age AS life, ${double(draft, a + b)} + ${tosses} AS second${list(
      more.map((figure) => sql`, h_.${word(figure)} AS ${word(figure)}`),
      sql``,
    )}
  FROM ${known} AS h_`,
  )
}

interface Node {
  readonly t: number
  readonly weight: number
}

/**
 * Σ weight · E[purchases in (0, t] | alive], by
 *
 *   (S − 1) (1 − (1 + τ)^−q)/q − (1 + τ)^−q Σ_{n ≥ 1} (k)ₙ (a)ₙ₋₁ zⁿ / ((S)ₙ₋₁ n!),   S = a + b + x, q = a − 1, k, z = τ/(1 + τ), τ = t/(α + T)
 *
 * (see `clv/beta-geometric`): k does not depend on x, so a term is one product and one division. Customers of equal purchases and age share it. Series are nested multiplications, 48 terms to a step;
 * a step is only computed where z needs it.
 * @returns a step with second, life and purchases; NULL, with a note, for customers so young that even the most terms would not do
 */
function expectedSteps(
  draft: Draft,
  model: SqlPurchaseModel,
  histories: Fragment,
  schedule: readonly Node[],
  suffix = '',
): Fragment | undefined {
  const { r, alpha, a, b } = model.params
  const first = a + b + (model.kind === 'bgnbd' ? 0 : 1)
  const q = a - 1
  const k = first - 1 - r
  const longest = Math.max(...schedule.map(({ t }) => t))
  const needed = termsFor(k, a, first, longest / (alpha + longest))
  const reachable = needed > MOST_TERMS ? reachOf(k, a, first, MOST_TERMS) : 1
  const youngest = (longest * (1 - reachable)) / reachable - alpha
  if (reachable < 1)
    draft.notes.push(reason('sql.clv.horizon', 'refused', { column: 'expectedPurchases', age: youngest, terms: MOST_TERMS }))
  const one = double(draft, 1)
  const nodes = list(
    schedule.map(({ t, weight }) => sql`SELECT ${double(draft, t)} AS t, ${double(draft, weight)} AS weight`),
    sql` UNION ALL `,
  )
  const timed = step(
    draft,
    `times${suffix}`,
    schedule.length === 1
      ? 'the horizon on the scale of each purchase count and age'
      : 'the times at which expected purchases are counted, and with which weight',
    sql`  SELECT h_.second AS second, h_.life AS life, t_.weight AS weight, t_.t / h_.life AS tau, t_.t / (h_.life + t_.t) AS z
  FROM (SELECT DISTINCT h_.second AS second, h_.life AS life FROM ${histories} AS h_ WHERE h_.x IS NOT NULL) AS h_
  CROSS JOIN (${nodes}) AS t_`,
  )
  let from = timed
  const most = Math.min(needed, MOST_TERMS)
  const chunks = Math.ceil(most / CHUNK)
  // from the far end of the series to its beginning
  for (let c = chunks - 1; c >= 0; c--) {
    const begin = c * CHUNK + 1
    const end = c === chunks - 1 ? Math.max(most, begin) : begin + CHUNK - 1
    let nested: Fragment = c === chunks - 1 ? one : sql`s_.tail`
    for (let n = end; n >= begin; n--) {
      // term n + 1 over term n
      nested = sql`${one} + s_.z * ${double(draft, ((k + n) * (a + n - 1)) / (n + 1))} / (s_.second + ${double(draft, n - 1)}) * (${nested})`
    }
    const reach = reachOf(k, a, first, begin - 1)
    const tail = c === 0 ? sql`(${nested})` : sql`CASE WHEN s_.z > ${double(draft, reach)} THEN ${nested} ELSE ${one} END`
    from = step(
      draft,
      `series${suffix}_${c + 1}`,
      c === 0
        ? `the series, terms 1 to ${end + 1}, nested`
        : `terms ${begin + 1} to ${end + 1}, needed where z is above ${reach.toPrecision(3)}`,
      sql`  SELECT s_.second AS second, s_.life AS life, s_.weight AS weight, s_.tau AS tau, s_.z AS z, ${tail} AS tail\n  FROM ${from} AS s_`,
      true,
    )
  }
  const rise = sql`ln(${one} + s_.tau)`
  const y = sql`(${double(draft, q)} * ${rise})`
  const fall = exp(draft, sql`-${y}`)
  // (1 − e^−y)/q without cancellation where y is small
  const small = sql`${rise} * (${one} - ${y} / ${double(draft, 2)} * (${one} - ${y} / ${double(draft, 3)} * (${one} - ${y} / ${double(draft, 4)} * (${one} - ${y} / ${double(draft, 5)}))))`
  const leading =
    q === 0 ? rise : sql`CASE WHEN abs(${y}) < ${double(draft, 1e-3)} THEN ${small} ELSE (${one} - ${fall}) / ${double(draft, q)} END`
  const value = sql`(s_.second - ${one}) * (${leading}) - ${fall} * ${double(draft, k)} * s_.z * s_.tail`
  const purchases =
    schedule.length === 1 ? (schedule[0].weight === 1 ? value : sql`s_.weight * (${value})`) : sql`sum(s_.weight * (${value}))`
  const within = schedule.length === 1 ? sql`s_.z` : sql`max(s_.z)`
  const held = reachable < 1 ? sql`CASE WHEN ${within} <= ${double(draft, reachable)} THEN ${purchases} END` : purchases
  return step(
    draft,
    `expected${suffix}`,
    'expected purchases of a customer who is alive',
    sql`  SELECT s_.second AS second, s_.life AS life, ${held} AS purchases\n  FROM ${from} AS s_${schedule.length === 1 ? sql`` : sql`\n  GROUP BY s_.second, s_.life`}`,
  )
}

/** Nested brackets of one step: engines refuse expressions about a thousand levels deep. */
const CHUNK = 48
/** Twenty steps of a series: z up to about 0.97, a horizon of thirty times the age and time scale of a customer. */
const MOST_TERMS = 20 * CHUNK
/** Of the whole sum. */
const SMALL = 1e-14

/** How many terms the series needs at z, for the customer with the fewest purchases, whose terms fall slowest. */
function termsFor(k: number, a: number, first: number, z: number): number {
  let term = Math.abs(k) * z
  let size = term
  for (let n = 1; n <= MOST_TERMS * 4; n++) {
    term *= Math.abs(((k + n) * (a + n - 1) * z) / ((first + n - 1) * (n + 1)))
    size += term
    if (term <= SMALL * (1 - z) * size) return n
  }
  return MOST_TERMS * 4
}

/** The largest z for which so many terms do. */
function reachOf(k: number, a: number, first: number, terms: number): number {
  let low = 0
  let high = 1
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2
    if (termsFor(k, a, first, middle) <= terms) low = middle
    else high = middle
  }
  return low
}

/** Discounting is a weighted sum of expected purchases at fixed times; `undefined` where nothing is discounted. */
function scheduleOf({ period, params: { alpha } }: SqlPurchaseModel, horizon: number, options: ForecastOptions): Node[] | undefined {
  const { stepDiscount } = options
  if (stepDiscount !== undefined) {
    const size = periodsOf(stepDiscount.step, period)
    if (!(size > 0)) throw new UsageError('clv.horizon.invalid', { periods: size })
    if (!(stepDiscount.rate >= 0 && stepDiscount.rate < Number.POSITIVE_INFINITY))
      throw new UsageError('clv.discount.invalid', { discount: stepDiscount.rate })
    // Σ w_i (E_i − E_{i−1}) = Σ E_i (w_i − w_{i+1})
    const count = Math.ceil(horizon / size - 1e-9)
    const weight = (i: number): number => (i > count ? 0 : (1 + stepDiscount.rate) ** -i)
    return Array.from({ length: count }, (_, i) => ({ t: Math.min((i + 1) * size, horizon), weight: weight(i + 1) - weight(i + 2) }))
  }
  const rate = options.discountRate ?? (options.annualDiscount === undefined ? 0 : ratePerPeriod(options.annualDiscount, period))
  if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY)) throw new UsageError('clv.discount.invalid', { discount: rate })
  if (rate === 0) return undefined
  // e^(−δh) E(h) + δ ∫₀ʰ e^(−δu) E(u) du by Gauss–Legendre panels in ln(1 + u/α): α is the shortest time scale a customer can have
  const scale = Math.max(alpha, horizon * 1e-6)
  const end = Math.log1p(horizon / scale)
  const panels = Math.max(1, Math.ceil(end), Math.ceil((rate * horizon) / 8))
  const nodes: Node[] = [{ t: horizon, weight: Math.exp(-rate * horizon) }]
  for (let k = 0; k < panels; k++) {
    const half = end / panels / 2
    const mid = (2 * k + 1) * half
    for (let j = 0; j < 16; j++) {
      const u = scale * Math.expm1(j < 8 ? mid - half * GAUSS_X[j] : mid + half * GAUSS_X[j - 8])
      nodes.push({ t: u, weight: rate * half * GAUSS_W[j & 7] * (scale + u) * Math.exp(-rate * u) })
    }
  }
  return nodes
}

/** The customer's own mean drawn to that of all; NULL where neither is finite. */
function spendOf(draft: Draft, { params: { p, q, v } }: GammaGammaModel, x: Fragment, m: Fragment): Fragment {
  const zero = double(draft, 0)
  const finite = sql`${m} < ${double(draft, Number.MAX_VALUE)}`
  const everyone = q > 1 ? double(draft, (p * v) / (q - 1)) : draft.dialect.asDouble(sql`NULL`)
  const below = sql`(${double(draft, p)} * ${x} + ${double(draft, q)} - ${double(draft, 1)})`
  const own = sql`${double(draft, p)} * (${double(draft, v)} + ${x} * ${m}) / ${below}`
  return sql`CASE WHEN ${x} > ${zero} AND ${m} > ${zero} AND ${finite} THEN CASE WHEN ${below} > ${zero} THEN ${own} END WHEN ${x} >= ${zero} THEN ${everyone} END`
}

/** e^y, held inside what every engine's doubles can take. */
function exp(draft: Draft, y: Fragment): Fragment {
  return sql`exp(least(greatest(${y}, ${double(draft, -700)}), ${double(draft, 700)}))`
}

function power(draft: Draft, base: Fragment, exponent: Fragment): Fragment {
  return exp(draft, sql`${exponent} * ln(${base})`)
}

function word(own: string): Fragment {
  return { pieces: [own] }
}
