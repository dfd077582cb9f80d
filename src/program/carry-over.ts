/**
 * A stored account carried over to other rules: what was counted and given stays as it was, what happens from here on follows the new ones. Where
 * the new rules ask about something that the old ones did not keep, only the history can tell, and the place in the definition is named.
 */

import { canonicalJson } from '../core/canonical-json.js'
import type { Window } from '../core/time/window.js'
import { skipReached } from './award.js'
import { idOfKey } from './counters.js'
import type { ProgramDefinition } from './definition.js'
import { attempt, lookAt, nextDue } from './due.js'
import { type Program, programForm } from './form.js'
import { decideLifetime, decideTiers, rankOf, settleTier, startBase, statusOf } from './grants.js'
import { type AccountState, newState, requireOwn } from './journal.js'
import { newRun, type Run } from './run.js'
import { type Books, draftOf, type OrderState } from './state.js'

/**
 * The places where the new rules rest on what happened before, beyond what an account keeps: other measures or longer windows, new flags, another
 * zone. Empty where every account can be carried over, but for those of `missingPlan`.
 */
export function historyNeeded(before: ProgramDefinition, after: ProgramDefinition): readonly string[] {
  const isOther = otherTexts(before, after)
  const places: string[] = PLACES.filter((key) => !same(before[key], after[key]))
  const join = ['join', 'leave', 'member'] as const
  for (const key of join) if (after.members !== undefined && !same(before.members?.[key], after.members[key])) places.push(`members.${key}`)
  if (after.closure !== undefined && !same(before.closure?.activity, after.closure.activity)) places.push('closure.activity')
  for (const [id, measure] of Object.entries(after.measures ?? {})) {
    const known: Part | undefined = before.measures?.[id]
    if (known === undefined) places.push(`measures.${id}`)
    else for (const key of otherKeys(known, measure, isOther)) if (!READ_LATE.has(key)) places.push(`measures.${id}.${key}`)
  }
  for (const [id, flag] of Object.entries(after.flags ?? {})) {
    const known: Part | undefined = before.flags?.[id]
    if (known === undefined) places.push(`flags.${id}`)
    else for (const key of otherKeys(known, flag, isOther)) if (key !== 'until') places.push(`flags.${id}.${key}`)
  }
  for (const [id, { scale = 0, idle }] of Object.entries(after.currencies ?? {})) {
    const known = before.currencies?.[id]
    if (known === undefined) continue
    if ((known.scale ?? 0) !== scale) places.push(`currencies.${id}.scale`)
    if (idle !== undefined && (known.idle === undefined || !same(known.idle.activity, idle.activity))) places.push(`currencies.${id}.idle`)
  }
  const [old, next] = [programForm(before), programForm(after)]
  for (const name of next.memberNames) if (!old.memberNames.has(name)) places.push(`member.${name}`)
  for (const [type, { isAnchor }] of next.types) if (isAnchor && old.types.get(type)?.isAnchor !== true) places.push(`anchored.${type}`)
  return places
}

/** The paid plan an account holds that the new rules do not have. */
export function missingPlan({ subscription }: ProgramDefinition, { books }: AccountState): string | undefined {
  const held = books.subscription
  if (held === null || held.status === 'expired') return undefined
  const has = (plan: string | undefined): boolean => plan === undefined || (subscription?.plans.some(({ id }) => id === plan) ?? false)
  return [held.plan, held.next, held.before?.plan].find((plan) => !has(plan))
}

/**
 * The account under the new rules, at the same instant: tiers run to the ends they were given with, lots keep theirs, and who meets the way into a
 * higher tier rises at once. What the new rules do not have is gone. Where `historyNeeded` names a place the account is not to be relied on.
 *
 * @throws UsageError `tierwise.program.other-definition` for a state that the old definition has not made
 */
export function carryOver(before: ProgramDefinition, after: ProgramDefinition, state: AccountState): AccountState {
  requireOwn(programForm(before), state)
  const program = programForm(after)
  const start = newState(program, state.account)
  const { at } = state.books
  if (at === null) return start
  const run = newRun(program, draftOf(keptBy(program, state.books)))
  lookAt(run, at)
  attempt(run, (run) => decideAnew(run, before, state.books))
  run.books.due = nextDue(run)
  return { ...start, asOf: state.asOf, base: run.books, books: run.books }
}

function decideAnew(run: Run, before: ProgramDefinition, was: Books): void {
  const { program, books } = run
  skipReached(
    run,
    ({ rule }) =>
      !same(
        rule,
        before.awards?.find(({ id }) => id === rule.id),
      ),
  )
  if (program.tiers.length === 0 || (was.tier === null && was.enrolled === null)) return // whose every fact was refused is nobody yet
  books.tier ??= program.tiers[0].id
  run.rank = rankOf(run, books.tier)
  if (rankOf(run, statusOf(run)) === 0 && books.enrolled !== null && !books.grants.some(({ reason }) => reason === 'base')) startBase(run)
  // Rules that stay decided already; asked again, they would lift whoever climbs one rung a decision.
  if (decideOtherwise(before, program.definition)) {
    decideTiers(run, 'event')
    decideLifetime(run)
  }
  settleTier(run, true)
}

/** Whether the rules that give tiers at an event are others: their tiers, ways and conditions, or what one of these names. */
function decideOtherwise(before: ProgramDefinition, after: ProgramDefinition): boolean {
  const [old, next] = [before, after].map((definition) => {
    const { tiers, eventWays = [] } = programForm(definition)
    return {
      tiers: tiers.map(({ id, requires }) => [id, requires]),
      ways: eventWays.map(({ tier, way }) => [tier.id, way.rule]),
      lifetime: definition.lifetime ?? [],
      grants: definition.grants ?? [],
    }
  })
  if (!same(old, next)) return true
  const isOther = otherTexts(before, after)
  const measures = Object.entries(after.measures ?? {}).filter(([id, one]) => !same(before.measures?.[id], one) || names(one, isOther))
  return names(next, otherTexts(before, after, new Set(measures.map(([id]) => id))))
}

/** What of the books the new rules have a place for. */
function keptBy(program: Program, books: Books): Books {
  const { definition } = program
  // A tier that lay over another one does so no more where the new rules do not say it: its status shows.
  const lifted = books.grants.find(({ over, reason }) => over !== undefined && !(program.overrides?.has(reason) ?? false))
  const tier = lifted?.over ?? books.tier
  const hasTier = (tier: string | null): boolean => program.tiers.some(({ id }) => id === tier)
  return {
    ...books,
    tier: hasTier(tier) ? tier : null,
    grants: books.grants.filter((grant) => grant !== lifted && hasTier(grant.tier)),
    grace: books.grace !== null && hasTier(books.grace.tier) ? books.grace : null,
    subscription: definition.subscription === undefined ? null : books.subscription,
    flags: only(books.flags, definition.flags),
    counters: only(books.counters, definition.measures, idOfKey),
    purses: only(books.purses, definition.currencies),
    orders: books.orders.map((bucket) => bucket.map((order) => keptOrder(definition, order))),
    vouchers: books.vouchers.filter(({ voucher }) => Object.hasOwn(definition.vouchers ?? {}, voucher)),
  }
}

function keptOrder({ currencies = {} }: ProgramDefinition, order: OrderState): OrderState {
  const isKnown = ({ currency }: { readonly currency: string }): boolean => Object.hasOwn(currencies, currency)
  return { ...order, earned: order.earned.filter(isKnown), redeemed: order.redeemed.filter(isKnown) }
}

function only<V>(
  held: Readonly<Record<string, V>>,
  known: object = {},
  idOf: (key: string) => string = (key) => key,
): Readonly<Record<string, V>> {
  return Object.fromEntries(Object.entries(held).filter(([key]) => Object.hasOwn(known, idOf(key))))
}

/** What every local day and every amount rests on. */
const PLACES = ['timeZone', 'currency', 'calendar'] as const

/** For people, applied when a measure is read, or from the next move of a tier on. */
const READ_LATE: ReadonlySet<string> = new Set(['name', 'cap', 'empty', 'reset'])

type Part = object

/** The keys in which two parts differ, a named value that differs included. */
function otherKeys(a: Part, b: Part, isOther: (text: string) => boolean): string[] {
  const [old, next] = [a, b].map((part) => part as Readonly<Record<string, unknown>>)
  return [...new Set([...Object.keys(old), ...Object.keys(next)])].filter((key) =>
    key === 'window' && isShorter(old[key] as Window, next[key] as Window)
      ? false
      : !same(old[key], next[key]) || names(next[key], isOther),
  )
}

/** Days are kept one by one for a rolling window, so that a shorter one can be read from them. */
function isShorter(old: Window | undefined, next: Window | undefined): boolean {
  if (typeof old !== 'object' || typeof next !== 'object' || !('rolling' in old) || !('rolling' in next)) return false
  const { rolling: was, ...rest } = old
  const { rolling: is, ...others } = next
  return was.unit === is.unit && is.n <= was.n && same(rest, others) && rest.whole !== true && (rest.shift ?? 0) === 0
}

/** Whether a text is one of `known` or names a value or flag that the new definition says otherwise, directly or through values that use it. */
function otherTexts(
  { values: was = {}, flags: had = {} }: ProgramDefinition,
  { values = {}, flags = {} }: ProgramDefinition,
  known: ReadonlySet<string> = new Set(),
): (text: string) => boolean {
  const others = new Set(known)
  for (const [id, flag] of Object.entries(flags)) if (!same(had[id], flag)) others.add(id)
  // A value uses only those named before it.
  for (const [id, value] of Object.entries(values)) if (!same(was[id], value) || names(value, (text) => others.has(text))) others.add(id)
  return (text) => others.has(text)
}

function names(node: unknown, isOther: (text: string) => boolean): boolean {
  if (typeof node === 'string') return isOther(node)
  return node !== null && typeof node === 'object' && Object.values(node).some((inner) => names(inner, isOther))
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b))
}
