/** Where an account stands: tier, end, balances, counters, what is missing to the next tier. Everything a member page shows, as data. */

import { type Exact, exactText, fromUnits, readExact, roundExact } from '../core/decimal/exact.js'
import { formatDate } from '../core/time/civil.js'
import { balanceOf, EMPTY_PURSE, lotsOf as lotsIn, type Purse, pendingOf, soonestEnd } from '../points/purse.js'
import { missingPaths } from '../rules/paths.js'
import { asMember, readCounter, readOwn } from './counters.js'
import type { ProgramDefinition } from './definition.js'
import { lookAt } from './due.js'
import { type Program, programForm } from './form.js'
import { isRunning, openOf, overrideOf, rankOf } from './grants.js'
import { type AccountState, requireOwn } from './journal.js'
import { newRun, type Run } from './run.js'
import { draftOf } from './state.js'

export interface StandingLot {
  readonly currency: string
  /** The day it was posted, issued or re-dated to. */
  readonly earned: string
  readonly left: string
  /** Last usable day. */
  readonly until?: string
}

export interface Standing {
  readonly asOf: string
  readonly tier?: string
  /** Last day on which the tier holds; null: no end. */
  readonly tierValidUntil?: string | null
  readonly lifetimeTier?: string
  /** `trial`, `active`, `cancelled`, `grace`, `expired`, `closed`, or a grant's own word. */
  readonly state?: string
  /** Failed reviews in a row. */
  readonly failures: number
  /** Amounts in major units, as decimal text. */
  readonly balances: Readonly<Record<string, string>>
  readonly pending: Readonly<Record<string, string>>
  readonly expired: Readonly<Record<string, string>>
  /** As the definition shows balances and counters to members. */
  readonly display: Readonly<Record<string, string>>
  readonly metrics: Readonly<Record<string, string>>
  /** The tier above and every way there: what is still missing, zeros included. */
  readonly next?: { readonly tier: string; readonly paths: readonly Readonly<Record<string, string | true>>[] }
  /** In an account of several members, what each could call their own; `metrics` are those of measures that count each apart. */
  readonly members?: readonly {
    readonly id: string
    readonly since: string
    readonly balances: Readonly<Record<string, string>>
    readonly metrics?: Readonly<Record<string, string>>
  }[]
  /** Of the program's lifecycle, where it has one. */
  readonly stage?: string
  readonly lots: readonly StandingLot[]
  /** The last usable day of what ends first. */
  readonly expiresOn: Readonly<Record<string, string>>
}

/** The standing as of the state's own `asOf`; advance the state first to ask for another day. */
export function readStanding(definition: ProgramDefinition, state: AccountState): Standing {
  const program = programForm(definition)
  requireOwn(program, state)
  const standing = standingOf(runOf(program, state), state.asOf)
  return state.lifecycle === null ? standing : { ...standing, stage: state.lifecycle.stage }
}

/** A run that only looks: at the state's own instant. */
export function runOf(program: Program, state: AccountState): Run {
  const run = newRun(program, draftOf(state.books))
  lookAt(run, state.books.at ?? 0)
  run.rank = rankOf(run, state.books.tier)
  return run
}

export function standingOf(run: Run, asOf: string): Standing {
  const { program, books } = run
  const tier = books.tier ?? undefined
  const lifetime = books.grants
    .filter((grant) => grant.reason === 'lifetime')
    .reduce((rank, grant) => Math.max(rank, rankOf(run, grant.tier)), -1)
  const state = stateOf(run)
  return {
    asOf,
    ...(tier === undefined ? {} : { tier, tierValidUntil: validUntil(run) }),
    ...(lifetime < 0 ? {} : { lifetimeTier: program.tiers[lifetime].id }),
    ...(state === undefined ? {} : { state }),
    failures: books.failures,
    ...figures(run),
    ...nextOf(run),
    ...membersOf(run),
    lots: lotsOf(run),
    expiresOn: endsOf(run),
  }
}

function validUntil(run: Run): string | null {
  const { books } = run
  const override = overrideOf(run)
  if (override !== undefined) return override.to === null ? null : formatDate(override.to)
  if (books.grace !== null && books.grace.tier === books.tier) return formatDate(books.grace.until)
  const { subscription } = books
  let last: number | null | undefined
  let joined = true
  const running = books.grants.filter((grant) => grant.tier === books.tier && grant.reason !== 'base')
  for (let changed = true; changed && joined; ) {
    changed = false
    for (const grant of running) {
      const starts = last === undefined ? isRunning(run, grant) : grant.from <= (last ?? 0) + 1
      if (!starts || (openOf(run, grant) !== undefined && !isRunning(run, grant))) continue
      const shown =
        grant.reason === 'subscription' && subscription !== null && subscription.status !== 'grace' && subscription.until >= run.day
          ? Math.min(subscription.until, grant.to ?? subscription.until)
          : grant.to
      if (shown === null) return null
      if (last === undefined || last === null || shown > last) {
        last = shown
        changed = true
      }
    }
    joined = last !== undefined
  }
  return last === undefined || last === null ? null : formatDate(last)
}

function stateOf(run: Run): string | undefined {
  const { books } = run
  if (books.closed !== null) return 'closed'
  const override = overrideOf(run)
  if (override !== undefined) return override.state
  if (books.grace !== null) return 'grace'
  if (books.subscription !== null) return books.subscription.status
  const held = books.grants.find((grant) => grant.tier === books.tier && grant.state !== undefined && isRunning(run, grant))
  return held?.state
}

function figures(run: Run): Pick<Standing, 'balances' | 'pending' | 'expired' | 'display' | 'metrics'> {
  const { program, books } = run
  const balances: Record<string, string> = {}
  const pending: Record<string, string> = {}
  const expired: Record<string, string> = {}
  const display: Record<string, string> = {}
  const metrics: Record<string, string> = {}
  const shown = (id: string, exact: Exact, rule: { mode: Parameters<typeof roundExact>[2]; to?: string | number } | undefined): void => {
    display[id] = exactText(rule === undefined ? exact : roundExact(exact, readExact(rule.to ?? 1) ?? 1, rule.mode))
  }
  for (const [id, form] of Object.entries(program.currencies)) {
    const purse = books.purses[id] ?? EMPTY_PURSE
    const exact = fromUnits(balanceOf(purse), form.scale)
    balances[id] = exactText(exact)
    expired[id] = exactText(fromUnits(purse.expired, form.scale))
    if (purse.holds.length > 0) pending[id] = exactText(fromUnits(pendingOf(purse), form.scale))
    shown(id, exact, form.definition.display)
  }
  for (const [id, counter] of Object.entries(program.counters)) {
    const value = readCounter(run, counter, false)
    if (value === undefined) continue
    metrics[id] = exactText(value)
    const definition = program.definition.measures?.[id]
    const currency = definition !== undefined && 'earned' in definition ? program.currencies[definition.earned] : undefined
    if (!(id in display) || currency === undefined || currency.id !== id) shown(id, value, currency?.definition.display)
    else shown(id, value, currency.definition.display)
  }
  return { balances, pending, expired, display, metrics }
}

function nextOf(run: Run): Pick<Standing, 'next'> {
  const { program, books } = run
  const held = rankOf(run, books.tier)
  const next = program.tiers.slice(held + 1).find((tier) => tier.ways.length > 0)
  if (next === undefined) return {}
  const paths = next.ways.flatMap((way) => missingPaths(way.condition, program.scope, run))
  const seen = new Set<string>()
  const texts = paths.map((path) =>
    Object.fromEntries(Object.entries(path).map(([id, need]) => [id, need === true ? (true as const) : exactText(need)])),
  )
  return { next: { tier: next.id, paths: texts.filter((path) => !seen.has(JSON.stringify(path)) && seen.add(JSON.stringify(path))) } }
}

function membersOf(run: Run): Pick<Standing, 'members'> {
  const { program, books } = run
  if (program.definition.members === undefined) return {}
  const own = (id: string, purse: Purse | undefined): number =>
    purse === undefined ? 0 : lotsIn(purse).reduce((sum, { member, left }) => (member === id ? sum + left : sum), 0)
  return {
    members: books.members.map(({ id, from }) => ({
      id,
      since: formatDate(from),
      ...metricsOf(run, id),
      balances: Object.fromEntries(
        program.currencyList.map((form) => [form.id, exactText(fromUnits(own(id, books.purses[form.id]), form.scale))]),
      ),
    })),
  }
}

function metricsOf(run: Run, member: string): { readonly metrics?: Readonly<Record<string, string>> } {
  const values = Object.values(run.program.counters).flatMap((counter) => {
    const value = counter.perMember === undefined ? undefined : asMember(run, member, () => readOwn(run, counter, false))
    return value === undefined ? [] : [[counter.id, exactText(value)] as const]
  })
  return values.length === 0 ? {} : { metrics: Object.fromEntries(values) }
}

function lotsOf(run: Run): StandingLot[] {
  return Object.entries(run.books.purses).flatMap(([currency, purse]) => {
    const { scale } = run.program.currencies[currency]
    return lotsIn(purse).map((lot) => ({
      currency,
      earned: formatDate(lot.day),
      left: exactText(fromUnits(lot.left, scale)),
      ...(lot.until === null ? {} : { until: formatDate(lot.until) }),
    }))
  })
}

function endsOf(run: Run): Record<string, string> {
  const ends: Record<string, string> = {}
  for (const [id, form] of Object.entries(run.program.currencies)) {
    const purse = run.books.purses[id]
    if (purse === undefined || purse.lots.length === 0) continue
    const soonest = soonestEnd(purse)
    const days = soonest === null ? [] : [soonest]
    if (form.idleEnd !== undefined && purse.active !== null) days.push(form.idleEnd(purse.active))
    if (days.length > 0) ends[id] = formatDate(Math.max(Math.min(...days), purse.keepUntil ?? Number.NEGATIVE_INFINITY))
  }
  return ends
}
