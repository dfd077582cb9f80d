/** Paid memberships: terms from an anchor day, trials, charges, grace, change and cancellation. */

import { civilOfDay, type Day } from '../core/time/civil.js'
import { addLength, addUnits } from '../core/time/length.js'
import { refused } from '../points/refusal.js'
import type { Plan, Subscription } from './definition.js'
import { settleTier } from './grants.js'
import type { Run } from './run.js'
import type { GrantState, SubscriptionState } from './state.js'

/** @throws a refusal */
export function subscribe(run: Run): void {
  const rules = run.program.definition.subscription
  if (rules === undefined) return
  const { type } = run.fact
  if (type === rules.start) start(run, rules)
  else if (type === rules.trial?.on) startTrial(run, rules)
  else if (type === rules.renew) renew(run, rules)
  else if (type === rules.change) change(run, rules)
  else if (type === rules.changeAtRenewal) changeAtRenewal(run, rules)
  else if (type === rules.cancel) cancel(run, rules)
  else if (type === rules.charge?.on) charge(run, rules)
}

function planOf(run: Run, rules: Subscription): Plan {
  const id = run.program.scope.field(rules.plan)(run)
  const plan = rules.plans.find((one) => one.id === id)
  if (plan === undefined) throw refused('unknown-plan', 'program.subscription.plan', {})
  return plan
}

function planNamed(rules: Subscription, id: string): Plan {
  return rules.plans.find((one) => one.id === id) as Plan // the state was made by this definition
}

/** The last day of a term that begins on `start`: the day before the renewal date, which keeps the day of the month the first term began on. */
function endOfTerm(start: Day, { term }: Plan, first = start): Day {
  return addUnits(start, term.n, term.unit, civilOfDay(first).day) - 1
}

function isAlive(
  state: SubscriptionState | null,
): state is SubscriptionState & { readonly status: 'trial' | 'active' | 'cancelled' | 'grace' } {
  return state !== null && state.status !== 'expired'
}

function start(run: Run, rules: Subscription): void {
  const plan = planOf(run, rules)
  const known = run.books.subscription
  if (isAlive(known) && known.status !== 'trial') {
    if (known.plan === plan.id) addTerm(run, rules, known)
    else put(run, rules, { ...atOnce(known), plan: plan.id, status: 'active' })
    return
  }
  put(run, rules, { plan: plan.id, from: run.day, terms: 1, until: endOfTerm(run.day, plan), status: 'active' })
}

function startTrial(run: Run, rules: Subscription): void {
  const plan = planOf(run, rules)
  if (run.books.subscription !== null) throw refused('trial-used', 'program.subscription.trial-used', {})
  const length = rules.trial?.length ?? { n: 0, unit: 'day' }
  put(run, rules, { plan: plan.id, from: run.day, terms: 0, until: addLength(run.day, length) - 1, status: 'trial' })
}

function renew(run: Run, rules: Subscription): void {
  const known = run.books.subscription
  if (isAlive(known)) {
    addTerm(run, rules, known)
    return
  }
  if (known === null) throw refused('no-subscription', 'program.subscription.none', {})
  // A membership that had ended begins anew.
  const plan = planNamed(rules, known.plan)
  put(run, rules, { plan: plan.id, from: run.day, terms: 1, until: endOfTerm(run.day, plan), status: 'active' })
}

/** One term more after the last one paid, of the plan chosen for it. */
function addTerm(run: Run, rules: Subscription, known: SubscriptionState): void {
  const plan = planNamed(rules, known.next ?? known.plan)
  const until = endOfTerm(known.until + 1, plan, known.from)
  const before = plan.id === known.plan ? {} : { before: { plan: known.plan, until: known.until } }
  put(run, rules, { ...withoutNext(known), ...before, plan: plan.id, terms: known.terms + 1, until, status: 'active' })
}

function withoutNext({ next: _, ...state }: SubscriptionState): SubscriptionState {
  return state
}

/** Another plan now takes the place of all that was paid. */
function atOnce(state: SubscriptionState): SubscriptionState {
  const { before: _, ...rest } = withoutNext(state)
  return rest
}

function change(run: Run, rules: Subscription): void {
  const plan = planOf(run, rules)
  const known = run.books.subscription
  if (!isAlive(known)) throw refused('no-subscription', 'program.subscription.none', {})
  put(run, rules, { ...atOnce(known), plan: plan.id })
}

function changeAtRenewal(run: Run, rules: Subscription): void {
  const plan = planOf(run, rules)
  const known = run.books.subscription
  if (!isAlive(known)) throw refused('no-subscription', 'program.subscription.none', {})
  put(run, rules, { ...withoutNext(known), ...(plan.id === known.plan ? {} : { next: plan.id }) })
}

function cancel(run: Run, rules: Subscription): void {
  const known = run.books.subscription
  if (!isAlive(known)) throw refused('no-subscription', 'program.subscription.none', {})
  put(run, rules, { ...known, status: 'cancelled' })
}

function charge(run: Run, rules: Subscription): void {
  const known = run.books.subscription
  if (!isAlive(known)) throw refused('no-subscription', 'program.subscription.none', {})
  const paid = run.program.scope.field(rules.charge?.ok ?? '')(run) === true
  if (!paid) {
    if (known.until < run.day) put(run, rules, { ...known, status: 'grace' })
    return
  }
  // The first charge after a trial: terms count from the day after it.
  addTerm(run, rules, known.terms === 0 ? { ...known, from: known.until + 1 } : known)
}

function put(run: Run, rules: Subscription, state: SubscriptionState): void {
  run.books.subscription = state
  run.books.anchors = { ...run.books.anchors, subscription: state.from }
  const grants = run.books.grants.filter((grant) => grant.reason !== 'subscription')
  const give = (plan: string, from: Day, to: Day): GrantState => ({
    tier: planNamed(rules, plan).tier,
    from,
    to,
    reason: 'subscription',
    decided: run.day,
  })
  const first = Math.min(state.from, run.day)
  const { before } = state
  run.books.grants =
    before === undefined || before.until < run.day
      ? [...grants, give(state.plan, first, lastDay(rules, state))]
      : [...grants, give(before.plan, first, before.until), give(state.plan, before.until + 1, lastDay(rules, state))]
}

/** How long the tier runs: the paid term, and while a payment may still come, the grace (day 0 is the renewal date). */
export function lastDay(rules: Subscription, state: SubscriptionState): Day {
  if (rules.grace === undefined || state.status === 'cancelled') return state.until
  return addLength(state.until + 1, rules.grace)
}

/** Renewal dates that passed without a payment. */
export function lapseSubscription(run: Run): void {
  const rules = run.program.definition.subscription
  const state = run.books.subscription
  if (rules === undefined || state === null || state.status === 'expired') return
  if (lastDay(rules, state) < run.day) {
    run.books.subscription = { ...state, status: 'expired' }
    settleTier(run, false)
  } else if (state.status !== 'grace' && state.status !== 'cancelled' && state.until + 1 < run.day) {
    run.books.subscription = { ...state, status: 'grace' }
  }
}
