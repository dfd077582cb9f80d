/** Why this tier: a proof tree of every rung, its running statuses, and every condition of every way into it. */

import type { Condition } from '../core/language/condition.js'
import { type Outcome, type Reason, reason } from '../core/reason.js'
import type { AsOf } from '../core/time/as-of.js'
import { type Day, formatDate } from '../core/time/civil.js'
import type { ProgramDefinition } from '../program/definition.js'
import type { TierForm, WayForm } from '../program/form.js'
import { isOverride, isRunning, mayHoldTiers, openOf, overrideOf, rankOf, statusOf } from '../program/grants.js'
import type { AccountState } from '../program/journal.js'
import type { Run } from '../program/run.js'
import type { GrantState } from '../program/state.js'
import { traceCondition } from '../rules/trace.js'
import { type Account, accountAt, heldRank, stepOf, tierName, windowOf } from './account.js'
import { nextReview } from './review-date.js'

/**
 * The tier held, with its proof. A rung is held while one of its statuses runs; the tier is the highest rung held. Every rung that is not held
 * lists its ways in, each condition with what it is, what it needs, what is missing and the days it looks at.
 *
 * The tree can be re-checked without the engine: a leaf's outcome follows from its own figures, a node's from its children, the tier from the rungs.
 *
 * @param options.asOf a day (to its end) or an instant; see `advanceProgram`
 * @throws UsageError when the state was made by another definition, or for a time before what it keeps
 */
export function explainTier(definition: ProgramDefinition, state: AccountState, options: { readonly asOf: AsOf }): Reason {
  const account = accountAt(definition, state, options.asOf)
  const { program, run, day } = account
  const asOf = formatDate(day)
  if (program.tiers.length === 0) return reason('preview.tier.none', 'unknown', { program: definition.name ?? definition.id })
  if (!mayHoldTiers(run)) {
    const code = run.books.closed === null ? 'preview.account.outside' : 'preview.account.closed'
    const since = run.books.closed === null ? asOf : formatDate(run.books.closed)
    return reason(code, 'refused', { asOf: since }, { actual: run.books.tier })
  }
  const rank = rankOf(run, statusOf(run))
  const held = reason(
    'preview.tier.held',
    'met',
    { tier: tierName(account, rank), asOf },
    { actual: program.tiers[rank].id, children: program.tiers.map((tier) => rungOf(account, tier, rank)) },
  )
  const override = overrideOf(run)
  if (override === undefined) return held
  const params = { tier: tierName(account, heldRank(account)), below: tierName(account, rank), asOf }
  return reason('preview.tier.overridden', 'met', params, { actual: override.tier, children: [statusReason(account, override), held] })
}

function rungOf(account: Account, tier: TierForm, held: number): Reason {
  const { run, day } = account
  const statuses = run.books.grants
    .filter((grant) => grant.tier === tier.id && grant.reason !== 'base' && !isOverride(run, grant))
    .map((grant) => statusReason(account, grant))
  const { grace } = run.books
  if (grace !== null && grace.tier === tier.id) {
    const [from, until] = [formatDate(grace.review), formatDate(grace.until)]
    statuses.push(
      reason(
        'preview.grace.running',
        between(day, grace.review, grace.until),
        { until },
        { actual: formatDate(day), window: { from, to: until } },
      ),
    )
  }
  if (tier.rank === 0) statuses.unshift(reason('preview.rung.base', 'met', { tier: tierName(account, 0) }))
  const isHeld = statuses.some((status) => status.outcome === 'met')
  const ways = tier.rank > held ? tier.ways.map((way) => wayReason(account, tier, way, held)) : []
  const offers = tier.rank > held ? [...lifetimeOf(account, tier), ...offersOf(account, tier)] : []
  const kept = isHeld && tier.rank === held && tier.rank > 0 ? keepReasons(account, tier) : []
  return reason(
    'preview.rung.decided',
    isHeld ? 'met' : 'unmet',
    { tier: tierName(account, tier.rank) },
    { path: ['tiers', tier.rank], actual: tier.id, children: [...statuses, ...ways, ...offers, ...kept] },
  )
}

function statusReason({ run, day, ...account }: Account, grant: GrantState): Reason {
  const from = formatDate(grant.from)
  const until = grant.to === null ? null : formatDate(grant.to)
  const open = openOf(run, grant)?.condition
  return reason(
    'preview.status.running',
    isRunning(run, grant) ? 'met' : 'unmet',
    { reason: grant.reason, from, until },
    {
      actual: formatDate(day),
      window: { from, to: until },
      ...(open === undefined ? {} : { children: [proofOf({ run, day, ...account }, run, open)] }),
    },
  )
}

function between(day: Day, from: Day, to: Day | null): Outcome {
  return from <= day && (to === null || day <= to) ? 'met' : 'unmet'
}

/** One way in: the rung that must be held, the condition, and the moment it is decided. */
function wayReason(account: Account, tier: TierForm, way: WayForm, held: number): Reason {
  const children: Reason[] = []
  if (tier.requires >= 0) {
    const needed = account.program.tiers[tier.requires]
    children.push(
      reason(
        'preview.way.requires',
        held === tier.requires ? 'met' : 'unmet',
        { tier: tierName(account, tier.requires), held: tierName(account, held) },
        { actual: account.program.tiers[held].id, required: needed.id },
      ),
    )
  }
  children.push(proofOf(account, account.run, way.condition, way.rule.windows === 'closed'))
  const decided = decidedLater(account, way)
  if (decided !== undefined) children.push(decided)
  return reason(
    'preview.tier.way',
    outcomeOfAll(children),
    { tier: tierName(account, tier.rank), way: way.index + 1, ways: tier.ways.length },
    { path: ['tiers', tier.rank, 'enter'], children },
  )
}

/** Conditions that are looked at on dates or on request have not been looked at yet. */
function decidedLater({ program, run, at, day }: Account, way: WayForm): Reason | undefined {
  if (way.decide === 'event') return undefined
  if (way.decide.startsWith('on ')) {
    const event = way.decide.slice('on '.length)
    return reason('preview.way.asked', 'unmet', { event }, { actual: null, required: event })
  }
  const next = program.schedules.find(({ key }) => key === way.decide)?.next(at, run.books.anchors) ?? null
  const on = next === null ? null : formatDate(program.calendar.dayOf(next))
  return reason('preview.way.dated', 'unmet', { on }, { actual: formatDate(day), required: on })
}

function lifetimeOf(account: Account, tier: TierForm): Reason[] {
  return (account.definition.lifetime ?? []).flatMap((rule, i) => {
    if (rule.tier !== tier.id) return []
    const proof = proofOf(account, account.run, rule.when)
    return [
      reason('preview.way.lifetime', proof.outcome, { tier: tierName(account, tier.rank) }, { path: ['lifetime', i], children: [proof] }),
    ]
  })
}

/** Ways that no condition opens: tiers that events and plans give. */
function offersOf(account: Account, tier: TierForm): Reason[] {
  const { definition } = account
  const name = tierName(account, tier.rank)
  const grants = (definition.grants ?? [])
    .filter((grant) => grant.tier === tier.id)
    .map((grant) =>
      reason('preview.way.granted', 'unmet', { tier: name, event: grant.on, grant: grant.id }, { actual: null, required: grant.on }),
    )
  const { subscription } = definition
  const plans = (subscription?.plans ?? [])
    .filter((plan) => plan.tier === tier.id)
    .map((plan) => reason('preview.way.subscribed', 'unmet', { tier: name, plan: plan.id }, { actual: null, required: plan.id }))
  return [...grants, ...plans]
}

/** What the next review will ask, as it stands today. */
function keepReasons(account: Account, tier: TierForm): Reason[] {
  const on = nextReview(account)
  if (on === undefined || tier.review === undefined) return []
  const closed = tier.review.rule.windows === 'closed'
  const keep = account.definition.tiers?.[tier.rank].keep
  const conditions = keep === undefined ? tier.ways.map((way) => way.condition) : [keep]
  const children = conditions.map((condition) => proofOf(account, account.run, condition, closed))
  return [
    reason(
      'preview.tier.keep',
      children.some((child) => child.outcome === 'met') ? 'met' : 'unmet',
      { tier: tierName(account, tier.rank), on: formatDate(on) },
      { path: ['tiers', tier.rank, keep === undefined ? 'enter' : 'keep'], children },
    ),
  ]
}

/** The proof of a condition over the account, with the windows its measures look at. */
export function proofOf(account: Account, run: Run, condition: Condition, closed = false): Reason {
  const before = run.closed
  run.closed = closed
  const proof = traceCondition(condition, account.program.scope, run, {
    step: (id) => stepOf(account, id),
    name: (id) => (account.definition.measures?.[id] ?? account.definition.currencies?.[id])?.name,
    window: (id, _, itself) => {
      const counter = account.program.counters[id]
      return counter === undefined ? undefined : windowOf(run, counter, closed || itself)
    },
  })
  run.closed = before
  return proof
}

function outcomeOfAll(children: readonly Reason[]): Outcome {
  if (children.every((child) => child.outcome === 'met')) return 'met'
  return children.some((child) => child.outcome === 'unmet') ? 'unmet' : 'unknown'
}
