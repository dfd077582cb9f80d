/** A smaller plan chosen for the next renewal: taking that back keeps the tier. */

import { reason } from '../core/reason.js'
import { formatDate } from '../core/time/civil.js'
import { asGiven } from '../core/time/instant.js'
import { advanceProgram, applyEvent } from '../program/apply-event.js'
import type { Subscription } from '../program/definition.js'
import { readStanding } from '../program/standing.js'
import { type Account, tierName } from './account.js'
import type { Goal } from './goal.js'
import { type SupposedEvent, suppose } from './suppose.js'

/** @returns `undefined` where the next renewal takes no tier away, or the choice cannot be taken back */
export function planKept(account: Account, held: number): Goal | undefined {
  const { definition, program, state, run, at, day } = account
  const { subscription: rules } = definition
  const { subscription } = run.books
  if (rules?.changeAtRenewal === undefined || subscription?.next === undefined) return undefined
  if (subscription.status !== 'active' && subscription.status !== 'trial') return undefined
  const last = Math.max(day, subscription.until)
  const then = program.calendar.startOf(last + 1)
  const back: SupposedEvent = { type: rules.changeAtRenewal, [rules.plan]: subscription.plan }
  const renewal = { ...renewalOf(rules, subscription.plan), at: then - 1 }
  const renewed = (events: readonly SupposedEvent[]): string => {
    let after = state
    events.forEach((event, i) => {
      after = applyEvent(definition, after, suppose(event, i, at, after)).state
    })
    return readStanding(definition, advanceProgram(definition, after, { at: asGiven(then) }).state).tier ?? ''
  }
  const rank = (tier: string): number => program.scope.rankOf?.(tier) ?? -1
  const tier = renewed([renewal])
  if (rank(tier) >= held || rank(renewed([back, renewal])) < held) return undefined
  const by = formatDate(last)
  const on = formatDate(last + 1)
  const params = { tier: tierName(account, held), by, otherwise: tierName(account, rank(tier)), on }
  const children = [reason('preview.need.event', 'unmet', { event: back.type })]
  return {
    goal: 'keep',
    to: program.tiers[held].id,
    by,
    missing: [{ event: back.type }],
    events: [back],
    otherwise: { tier, on },
    reasons: [reason('preview.goal.keep', 'unmet', params, { children })],
  }
}

function renewalOf({ renew, charge, start, plan }: Subscription, running: string): SupposedEvent {
  if (renew !== undefined) return { type: renew }
  return charge === undefined ? { type: start, [plan]: running } : { type: charge.on, [charge.ok]: true }
}
