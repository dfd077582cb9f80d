/** What all members' points are worth to the host, by tier, less the breakage the host assumes: the figure an owner reports. */

import { currencyExponent } from '../core/decimal/currency.js'
import { safe } from '../core/decimal/decimal.js'
import { compareExact, type Exact, exactUnits, fromUnits, multiplyExact, readExact } from '../core/decimal/exact.js'
import { UsageError } from '../core/errors.js'
import { type DictionaryColumn, dictionary, type Table } from '../core/table.js'
import type { AsOf } from '../core/time/as-of.js'
import { EMPTY_PURSE, lotsOf, type Purse, pendingOf } from '../points/purse.js'
import { advanceProgram } from '../program/apply-event.js'
import type { ProgramDefinition } from '../program/definition.js'
import { programForm } from '../program/form.js'
import type { AccountState } from '../program/journal.js'

/** What the host assumes of one currency. */
export interface LiabilityAssumption {
  /** What one point is worth, decimal text in major units of the program's currency: `'0.01'`. */
  readonly worth: string
  /** The share of today's points that will never be redeemed, `'0.15'`: one for all, or one per tier (`''` for no tier; a tier that is not named is taken to redeem everything). */
  readonly breakage: string | Readonly<Record<string, string>>
}

export interface PointsLiabilityOptions {
  /** Points that end before it count no more; what is pending then is owed. */
  readonly asOf: AsOf
  /** One assumption per currency to roll up. */
  readonly assumptions: Readonly<Record<string, LiabilityAssumption>>
}

export type PointsLiabilityColumns = {
  readonly currency: DictionaryColumn
  /** Highest first, `''` for members without a tier, last; then `all`. */
  readonly tier: DictionaryColumn
  /** Accounts that hold points. */
  readonly accounts: Float64Array
  /** Points that could still be redeemed, pending ones included; units of 10^−scale, as all points here. */
  readonly outstandingUnits: Float64Array
  readonly breakageUnits: Float64Array
  /** outstanding − breakage. */
  readonly expectedUnits: Float64Array
  /** Of these, what the expected redemptions are worth: the liability, rounded half up in each tier. */
  readonly liabilityMinor: Float64Array
  /** As if no point were ever left over. */
  readonly faceMinor: Float64Array
  /** Taken back beyond the balance; owed by members, and not set off against what others hold. */
  readonly debtUnits: Float64Array
  /** Of the points that are gone, the share that ended unused: what the assumption can be held against. NaN where none are gone. */
  readonly observedBreakage: Float64Array
}

export interface PointsLiability extends Table<PointsLiabilityColumns> {
  readonly kind: 'points-liability'
  readonly format: 1
  readonly definition: { readonly id: string; readonly hash: string }
  readonly currency: string
  readonly accounts: number
  /** What was assumed, as given. */
  readonly assumptions: Readonly<Record<string, LiabilityAssumption>>
  /** Decimal places of each currency's units. */
  readonly scales: Readonly<Record<string, number>>
  /** All currencies together. */
  readonly liabilityMinor: number
  readonly faceMinor: number
}

/**
 * Rolls the accounts' points up by currency and tier. Every state is advanced to `asOf` first, so that it does not matter when each was last touched.
 * Tiers add up to `all`, to the unit and the cent. Younger points have had less time to end: `observedBreakage` of a growing program is low, not the truth.
 *
 * ```ts
 * pointsLiability(club, states, { asOf: '2026-12-31', assumptions: { stars: { worth: '0.01', breakage: '0.15' } } })
 * ```
 *
 * @throws UsageError `portfolio.liability.assumption` for a currency the program does not have, a worth below 0 or a breakage outside 0 … 1;
 *   `tierwise.program.other-definition` for a state made by other rules
 */
export function pointsLiability(
  definition: ProgramDefinition,
  states: Iterable<AccountState>,
  options: PointsLiabilityOptions,
): PointsLiability {
  const program = programForm(definition)
  const exponent = currencyExponent(definition.currency) ?? 2
  const tiers = [...[...(definition.tiers ?? [])].reverse().map(({ id }) => id), '']
  const rollups = Object.entries(options.assumptions).map(([id, assumption]) => {
    if (!Object.hasOwn(program.currencies, id)) throw invalid(id, 'currency', id)
    const { scale } = program.currencies[id]
    return { id, scale, ...readAssumption(id, assumption), byTier: new Map(tiers.map((tier) => [tier, newHolding()])) }
  })
  let accounts = 0
  for (const state of states) {
    accounts++
    const { books } = advanceProgram(definition, state, { asOf: options.asOf }).state
    for (const { id, byTier } of rollups) add(byTier.get(books.tier ?? '') as Holding, books.purses[id] ?? EMPTY_PURSE)
  }
  const rows = rollups.flatMap(({ id, scale, worth, breakageOf, byTier }) => {
    const minor = (units: number): number => exactUnits(multiplyExact(fromUnits(units, scale), worth), exponent, 'halfUp')
    const told = [...byTier]
      .filter(([tier, holding]) => tier !== '' || holding.isThere)
      .map(([tier, holding]) => {
        const breakage = exactUnits(multiplyExact(holding.outstanding, breakageOf(tier)), 0, 'halfUp')
        const expected = holding.outstanding - breakage
        return { currency: id, tier, ...holding, breakage, expected, liability: minor(expected), face: minor(holding.outstanding) }
      })
    const total = (read: (row: (typeof told)[number]) => number): number => told.reduce((all, row) => safe(all + read(row)), 0)
    const all = {
      currency: id,
      tier: 'all',
      isThere: true,
      accounts: total((row) => row.accounts),
      outstanding: total((row) => row.outstanding),
      debt: total((row) => row.debt),
      spent: total((row) => row.spent),
      expired: total((row) => row.expired),
      breakage: total((row) => row.breakage),
      expected: total((row) => row.expected),
      liability: total((row) => row.liability),
      face: total((row) => row.face),
    }
    return [...told, all]
  })
  const column = (read: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, read)
  const sums = rows.filter(({ tier }) => tier === 'all')
  return {
    kind: 'points-liability',
    format: 1,
    definition: { id: definition.id, hash: program.hash },
    currency: definition.currency,
    accounts,
    assumptions: options.assumptions,
    scales: Object.fromEntries(rollups.map(({ id, scale }) => [id, scale])),
    liabilityMinor: sums.reduce((all, row) => safe(all + row.liability), 0),
    faceMinor: sums.reduce((all, row) => safe(all + row.face), 0),
    length: rows.length,
    columns: {
      currency: dictionary(
        rows.map(({ currency }) => currency),
        rows.length,
      ),
      tier: dictionary(
        rows.map(({ tier }) => tier),
        rows.length,
      ),
      accounts: column((row) => row.accounts),
      outstandingUnits: column((row) => row.outstanding),
      breakageUnits: column((row) => row.breakage),
      expectedUnits: column((row) => row.expected),
      liabilityMinor: column((row) => row.liability),
      faceMinor: column((row) => row.face),
      debtUnits: column((row) => row.debt),
      observedBreakage: column(({ spent, expired }) => (spent + expired > 0 ? expired / (spent + expired) : Number.NaN)),
    },
  }
}

interface Holding {
  isThere: boolean
  accounts: number
  outstanding: number
  debt: number
  spent: number
  expired: number
}

function newHolding(): Holding {
  return { isThere: false, accounts: 0, outstanding: 0, debt: 0, spent: 0, expired: 0 }
}

function add(holding: Holding, purse: Purse): void {
  const held = lotsOf(purse).reduce((units, { left }) => units + left, pendingOf(purse))
  holding.isThere = true
  if (held > 0) holding.accounts++
  holding.outstanding = safe(holding.outstanding + held)
  holding.debt = safe(holding.debt + purse.debt)
  holding.spent = safe(holding.spent + purse.spent)
  holding.expired = safe(holding.expired + purse.expired)
}

function readAssumption(
  currency: string,
  { worth: given, breakage }: LiabilityAssumption,
): { readonly worth: Exact; readonly breakageOf: (tier: string) => Exact } {
  const worth = readExact(given)
  if (worth === undefined || compareExact(worth, 0) < 0) throw invalid(currency, 'worth', given)
  const share = (text: string): Exact => {
    const read = readExact(text)
    if (read === undefined || compareExact(read, 0) < 0 || compareExact(read, 1) > 0) throw invalid(currency, 'breakage', text)
    return read
  }
  if (typeof breakage === 'string') {
    const one = share(breakage)
    return { worth, breakageOf: () => one }
  }
  const byTier = new Map(Object.entries(breakage).map(([tier, text]) => [tier, share(text)]))
  return { worth, breakageOf: (tier) => byTier.get(tier) ?? 0 }
}

function invalid(currency: string, field: string, value: unknown): UsageError {
  return new UsageError('portfolio.liability.assumption', { currency, field, value: String(value) })
}
