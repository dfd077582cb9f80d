/** Paid memberships: terms from an anchor day, trials, charges, grace, change and cancellation. */

import { civilOfDay, type Day } from '../core/time/civil.js'
import { addLength, addUnits } from '../core/time/length.js'
import { refused } from '../points/refusal.js'
import type { Plan, Subscription } from './definition.js'
import { settleTier } from './grants.js'
import type { Run } from './run.js'
import type { SubscriptionState } from './state.js'

/** @throws a refusal */
export function subscribe(run: Run): void {
  const rules = run.program.definition.subscription
  if (rules === undefined) return
  const { type } = run.fact
  if (type === rules.start) start(run, rules)
  else if (type === rules.trial?.on) startTrial(run, rules)
  else if (type === rules.renew) renew(run, rules)
  else if (type === rules.change) change(run, rules)
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

/** The last day of the n-th term: the day before the anniversary, which keeps its day of the month. */
function endOfTerm(from: Day, { term }: Plan, terms: number): Day {
  return addUnits(from, term.n * terms, term.unit, civilOfDay(from).day) - 1
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
    else put(run, rules, { ...known, plan: plan.id, status: 'active' })
    return
  }
  put(run, rules, { plan: plan.id, from: run.day, terms: 1, until: endOfTerm(run.day, plan, 1), status: 'active' })
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
  put(run, rules, { plan: plan.id, from: run.day, terms: 1, until: endOfTerm(run.day, plan, 1), status: 'active' })
}

function addTerm(run: Run, rules: Subscription, known: SubscriptionState): void {
  const plan = planNamed(rules, known.plan)
  const terms = known.terms + 1
  put(run, rules, { ...known, terms, until: endOfTerm(known.from, plan, terms), status: 'active' })
}

function change(run: Run, rules: Subscription): void {
  const plan = planOf(run, rules)
  const known = run.books.subscription
  if (!isAlive(known)) throw refused('no-subscription', 'program.subscription.none', {})
  put(run, rules, { ...known, plan: plan.id })
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
  const plan = planNamed(rules, known.plan)
  if (known.terms === 0) {
    // The first charge after a trial: terms count from the day after it.
    const from = known.until + 1
    put(run, rules, { ...known, from, terms: 1, until: endOfTerm(from, plan, 1), status: 'active' })
  } else addTerm(run, rules, known)
}

function put(run: Run, rules: Subscription, state: SubscriptionState): void {
  run.books.subscription = state
  run.books.anchors = { ...run.books.anchors, subscription: state.from }
  const plan = planNamed(rules, state.plan)
  const grants = run.books.grants.filter((grant) => grant.reason !== 'subscription')
  run.books.grants = [
    ...grants,
    { tier: plan.tier, from: Math.min(state.from, run.day), to: lastDay(rules, state), reason: 'subscription', decided: run.day },
  ]
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
