/** One simulated customer: who they are, and the habits their history will show. */

import type { Random } from '../core/math/random.js'
import { ACQUISITION, CATALOG, CHANNELS, FAMILY_NAMES, GENDERS, GIVEN_NAMES, INCOME_BANDS, PAYMENTS, REGIONS } from './shop-catalog.js'
import { pick } from './shop-choice.js'

export interface ShopCustomer {
  readonly name: string
  readonly region: string
  readonly birthYear: number
  readonly gender: string
  readonly incomeBand: string
  readonly interests: readonly string[]
  readonly acquisitionChannel: string
  /** Days after the shop opened. */
  readonly joinDay: number
  /** Orders a day while active. */
  readonly rate: number
  /** Gamma shape of the gaps: 1 is haphazard, 5 a habit. */
  readonly regularity: number
  /** Days from the first order until they are gone for good. */
  readonly lifetimeDays: number
  /** Share of demand per category of the catalog. */
  readonly tastes: readonly number[]
  /** Factor on basket size; median about 1. */
  readonly spend: number
  /** 0 … 1: how often a discount decides. */
  readonly bargain: number
  /** Standard normal: how content they are with the shop. */
  readonly contentment: number
  /** Contacts per order. */
  readonly neediness: number
  /** Page views per order. */
  readonly browsing: number
  readonly channel: string
  readonly payment: string
  /** Mean hour of the day, 0 … 24. */
  readonly hour: number
  readonly joinsProgram: boolean
  /** Never orders: only looked. */
  readonly prospect: boolean
}

/** @param days length of the simulated span, in days; @param lastYear its last calendar year */
export function simulateCustomer(r: Random, days: number, lastYear: number): ShopCustomer {
  const contentment = r.normal()
  const income = r.normal()
  const tastes = dirichlet(
    r,
    CATALOG.map(({ share }) => share * 2.2),
  )
  const interests = CATALOG.map(({ category }, i) => ({ category, pull: tastes[i] + 0.15 * r.uniform() }))
    .filter(({ pull }) => pull > 0.25)
    .map(({ category }) => category)
  return {
    name: `${FAMILY_NAMES[r.below(FAMILY_NAMES.length)]} ${GIVEN_NAMES[r.below(GIVEN_NAMES.length)]}`,
    region: pick(r, REGIONS),
    birthYear: lastYear - Math.round(Math.min(78, Math.max(18, 36 + 11 * r.normal()))),
    gender: pick(r, GENDERS),
    incomeBand: INCOME_BANDS[income < -0.5 ? 0 : income < 0.7 ? 1 : 2],
    interests,
    acquisitionChannel: pick(r, ACQUISITION),
    joinDay: Math.floor(days * r.uniform() ** 0.8), // the shop grows: more join late than early
    rate: r.gamma(1.2, 8) / 7,
    regularity: 1 + r.gamma(1, 0.8),
    // Pareto/NBD's exponential lifetimes with gamma rates; the discontent leave sooner.
    lifetimeDays: (7 * r.exponential(r.gamma(0.8, 30))) / Math.exp(-0.5 * contentment),
    tastes,
    spend: Math.exp(0.35 * r.normal() + 0.25 * income),
    bargain: r.beta(1.2, 2.5),
    contentment,
    neediness: r.gamma(0.6, 3) * Math.exp(-0.3 * contentment),
    browsing: r.gamma(0.9, 0.6),
    channel: pick(r, CHANNELS),
    payment: pick(r, PAYMENTS),
    hour: r.uniform() < 0.45 ? 12.5 + 1.2 * r.normal() : 20.2 + 1.4 * r.normal(),
    joinsProgram: r.uniform() < 0.55 + 0.12 * contentment,
    prospect: r.uniform() < 0.06,
  }
}

function dirichlet(r: Random, alpha: readonly number[]): number[] {
  const draws = alpha.map((a) => r.gamma(a, 1))
  const total = draws.reduce((a, b) => a + b, 0)
  return draws.map((draw) => draw / total)
}
