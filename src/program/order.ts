/**
 * What a program does with a fact, with a due moment, and in which order: only the parts its definition has. A verb runs these lists; it does
 * not carry the parts, the program does.
 */

import { awardDated, awardReached, skipReached } from './award.js'
import { countFact, openWindows } from './counters.js'
import type { PipelineStep } from './definition.js'
import { attempt, closureWaits, conditionsWait, flagsWait, pointsWait, statusWaits, subscriptionWaits, vouchersWait } from './due.js'
import { earn } from './earn.js'
import { expireLots } from './expire.js'
import { lowerUsedFlags, raiseFlags } from './flags.js'
import type { Doing, Duty, Program, TypeForm, Wait } from './form.js'
import { decideAsked, decideLifetime, decideTiers, grantByEvent, rankOf, settleTier } from './grants.js'
import { markActivity, releaseHolds, watchSuspensions } from './ledger.js'
import { open } from './opening.js'
import { reverse } from './reverse.js'
import { endGrace, retestGrace, reviewDated, reviewEnds } from './review.js'
import type { Run } from './run.js'
import { convertAsked, convertFull, convertReached, redeem } from './spend.js'
import { lapseSubscription, subscribe } from './subscribe.js'
import { transfer } from './transfer.js'
import { endVouchers, issueVouchers, useVouchers } from './vouchers.js'

type Parts<T> = readonly (readonly [isNeeded: boolean, part: T])[]

function needed<T>(parts: Parts<T>): T[] {
  return parts.flatMap(([isNeeded, part]) => (isNeeded ? [part] : []))
}

/** What a fact of this type asks for itself. */
export function asksOf(type: string, form: Omit<TypeForm, 'asks' | 'needs'>): readonly Doing[] {
  return needed([
    [form.flags.length > 0, raiseFlags],
    [form.openers.length > 0, openWindows],
    [type === 'opening', open],
    [form.subscribes, subscribe],
    [form.grants.length > 0, grantByEvent],
    [form.conversions.length > 0, convertAsked],
    [form.transfers.length > 0, transfer],
    [form.usesVouchers, useVouchers],
    [form.redeem.length > 0, redeem],
    [form.reverse.length > 0, reverse],
    [form.vouchers.length > 0, issueVouchers],
  ])
}

/** What every fact brings: the definition's pipeline, then what is released, rescued, converted, suspended and kept awake by it. */
export function effectsOf(order: readonly PipelineStep[], has: Has): readonly Doing[] {
  const hasStep: Readonly<Record<PipelineStep, boolean>> = { earn: true, count: has.counters, award: has.awards, tier: has.tiers }
  return [
    ...order.filter((step) => hasStep[step]).map((step) => EFFECTS[step]),
    ...needed([
      [has.usedFlags, lowerUsedFlags],
      [has.holds, releaseHolds],
      [has.graces, (run) => retestGrace(run, 'event')],
      [has.reachedConversions, convertReached],
      [has.suspensions, watchSuspensions],
      [has.idle, markActivity],
    ] as Parts<Doing>),
  ]
}

/** What a fact does, by the word of the pipeline. */
const EFFECTS: Readonly<Record<PipelineStep, Doing>> = {
  earn(run) {
    if (run.form.earn.length > 0) earn(run)
  },
  count(run) {
    if (run.form.counters.length > 0) countFact(run)
  },
  award(run) {
    if (run.fact.type === 'opening') skipReached(run)
    awardReached(run)
  },
  tier(run) {
    if (run.form.asked.length > 0) decideAsked(run)
    tiersAnew(run, true)
  },
}

/** What a definition has, as far as an order depends on it. */
export interface Has {
  readonly counters: boolean
  readonly currencies: boolean
  readonly usedFlags: boolean
  readonly holds: boolean
  readonly tiers: boolean
  readonly graces: boolean
  readonly subscription: boolean
  readonly vouchers: boolean
  readonly awards: boolean
  readonly reachedConversions: boolean
  readonly suspensions: boolean
  readonly idle: boolean
  readonly flags: boolean
  readonly closure: boolean
  readonly horizons: boolean
}

export function hasOf(
  program: Pick<
    Program,
    | 'definition'
    | 'counters'
    | 'currencyList'
    | 'tiers'
    | 'awards'
    | 'reachedConversions'
    | 'suspensions'
    | 'idle'
    | 'hasFlags'
    | 'horizons'
  >,
): Has {
  const { definition } = program
  return {
    counters: Object.keys(program.counters).length > 0,
    currencies: program.currencyList.length > 0,
    usedFlags: Object.values(definition.flags ?? {}).some(({ off }) => typeof off === 'object' && off.usedUp === true),
    holds: program.currencyList.length > 0,
    tiers: program.tiers.length > 0,
    graces: program.tiers.some(({ review }) => review?.graceEnd !== undefined),
    subscription: definition.subscription !== undefined,
    vouchers: definition.vouchers !== undefined,
    awards: program.awards.length > 0,
    reachedConversions: program.reachedConversions.length > 0,
    suspensions: program.suspensions.length > 0,
    idle: program.idle.length > 0,
    flags: program.hasFlags,
    closure: definition.closure !== undefined,
    horizons: program.horizons.length > 0,
  }
}

/**
 * What is done at a due moment; `keys` are the schedules whose moment it is. A status that starts today starts first, so that nothing is decided
 * twice for it.
 */
export function dutiesOf(has: Has): readonly Duty[] {
  return needed([
    [has.tiers, (run) => settleTier(run, false, 'rise')],
    [has.currencies, expireLots],
    [has.vouchers, endVouchers],
    [has.holds, releaseHolds],
    [has.awards, (run, keys) => each(keys, (key) => awardDated(run, key, true))],
    [has.tiers, (run, keys) => each([...keys, 'event'], (key) => decideTiers(run, key))],
    [has.subscription, lapseSubscription],
    [has.graces, (run, keys) => each(['event', ...keys], (key) => retestGrace(run, key))],
    [has.graces, endGrace],
    [has.tiers, (run, keys) => each(keys, (key) => reviewDated(run, key))],
    [has.tiers, reviewEnds],
    [has.tiers, (run) => settleTier(run, false)],
    [has.awards, (run, keys) => each(keys, (key) => awardDated(run, key, false))],
    [has.awards, (run) => attempt(run, awardReached)],
    [has.tiers, (run) => tiersAnew(run, false)],
    [true, convertDated],
    [has.reachedConversions, convertReached],
    [has.suspensions, watchSuspensions],
  ] as Parts<Duty>)
}

/** What may be due by itself. */
export function waitsOf(has: Has): readonly Wait[] {
  return needed([
    [has.currencies, pointsWait],
    [has.tiers, statusWaits],
    [has.subscription, subscriptionWaits],
    [has.vouchers, vouchersWait],
    [has.flags, flagsWait],
    [has.closure, closureWaits],
    [has.horizons, conditionsWait],
  ])
}

/** Who falls is given at once what is still met further down. */
function tiersAnew(run: Run, atEvent: boolean): void {
  decideTiers(run, 'event')
  decideLifetime(run)
  const held = run.books.tier
  settleTier(run, atEvent)
  if (run.books.tier === held || rankOf(run, run.books.tier) > rankOf(run, held)) return
  decideTiers(run, 'event')
  settleTier(run, atEvent)
}

const convertDated: Duty = (run, keys) => {
  for (const form of run.program.conversions) if (form.schedule !== undefined && keys.includes(form.schedule)) convertFull(run, form)
}

function each(keys: readonly string[], act: (key: string) => void): void {
  for (const key of keys) act(key)
}
