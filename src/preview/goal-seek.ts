/** Every way to the tiers above and to keeping the one held, easiest first. */

import { exactNumber } from '../core/decimal/exact.js'
import type { Condition } from '../core/language/condition.js'
import { type Reason, reason } from '../core/reason.js'
import type { AsOf } from '../core/time/as-of.js'
import { type Day, formatDate, parseDate } from '../core/time/civil.js'
import { asGiven, type Instant } from '../core/time/instant.js'
import { advanceProgram } from '../program/apply-event.js'
import { spanOf } from '../program/counters.js'
import type { ProgramDefinition } from '../program/definition.js'
import { expireLots } from '../program/expire.js'
import type { TierForm, WayForm } from '../program/form.js'
import { isRunning, mayHoldTiers, openOf, overrideOf } from '../program/grants.js'
import type { AccountState } from '../program/journal.js'
import { releaseHolds } from '../program/ledger.js'
import type { Run } from '../program/run.js'
import { readStanding } from '../program/standing.js'
import { type Account, accountAt, accountOf, heldRank, lookAhead, tierName } from './account.js'
import { lastDays } from './deadline.js'
import { askedOfMembers } from './each-member.js'
import { type Goal, missingOf, needReason, wantedOf } from './goal.js'
import { type Need, type NeedPath, needPaths } from './needs.js'
import { fedReason, kindsOf, moneyOf, type Payment } from './payment.js'
import { planKept } from './plan-kept.js'
import type { Solution } from './solve.js'
import type { Stopped } from './spread.js'
import { meeting } from './suggest.js'
import type { SupposedEvent } from './suppose.js'
import { keepTrial, lastEnough, reachTrial, type Trial } from './trial.js'
import { waysOf } from './ways.js'

/**
 * What would bring the next tier, the tiers above, and what keeps the one held: all ways, those to the next tier first, the easiest of each tier first
 * (the smallest largest part still to do).
 *
 * Amounts are the smallest whole units. Each way's `events` have been tried on the account, and one unit less was not enough; where a measure has no
 * closed form (it is fed by points, rounded, capped, or computed) they were found by halving, and a reason `preview.goal.searched` says so.
 * Nothing leads anywhere while a tier that always wins lies over the status.
 * A tier that can only be reached from another (`requires`) appears once that one is held.
 *
 * @throws UsageError as `explainTier`
 */
export function goalSeek(definition: ProgramDefinition, state: AccountState, options: { readonly asOf: AsOf }): Goal[] {
  const account = accountAt(definition, state, options.asOf)
  const { program, run } = account
  if (program.tiers.length === 0 || run.books.closed !== null) return []
  if (!mayHoldTiers(run) || overrideOf(run) !== undefined) return []
  const held = heldRank(account)
  const above = program.tiers.slice(held + 1).flatMap((tier) => easiestFirst(account, waysTo(account, tier, held)))
  return [...above, ...easiestFirst(account, held === 0 ? [] : waysToKeep(account, held))]
}

interface Found {
  readonly goal: Goal
  /** The largest part still to do, 0 … 1; 1 for what is not counted. */
  readonly effort: number
  /** What its events ask for, where they are fed to measures. */
  readonly payments?: readonly Payment[]
  /** The instant of the last. */
  readonly through?: Instant
}

function easiestFirst(account: Account, found: readonly Found[]): Goal[] {
  const seen = new Set<string>()
  const distinct = found.filter(({ goal, payments = [] }) => {
    const key = JSON.stringify([goal.missing, goal.by, kindsOf(payments)])
    return seen.has(key) ? false : seen.add(key)
  })
  // What cannot be compared stays in the order of the definition.
  const kinds = distinct.map(({ payments = [] }) => (moneyOf(payments) === undefined ? kindsOf(payments) : 'money'))
  const sorted = distinct
    .map((one, i) => ({ one, kind: kinds.indexOf(kinds[i]), money: moneyOf(one.payments ?? []) ?? 0 }))
    .sort(
      (a, b) =>
        a.one.effort - b.one.effort ||
        a.one.goal.missing.length - b.one.goal.missing.length ||
        compare(a.one.through, b.one.through) ||
        a.kind - b.kind ||
        a.money - b.money,
    )
    .map(({ one }) => one)
  const asked = ({ goal }: Found): string => JSON.stringify([goal.goal, goal.missing])
  return sorted.map((one) => {
    const { goal, payments = [] } = one
    const isOnly = payments.length === 0 || sorted.every((other) => other === one || asked(other) !== asked(one))
    return isOnly ? goal : { ...goal, reasons: [...goal.reasons, fedReason(account, tierNameOf(account, goal.to), payments)] }
  })
}

function compare(a: number | undefined, b: number | undefined): number {
  return a === b || a === undefined || b === undefined ? 0 : a - b
}

function tierNameOf(account: Account, tier: string): string {
  return tierName(account, account.program.scope.rankOf?.(tier) ?? 0)
}

function effortOf(path: NeedPath): number {
  let most = 0
  for (const { gap, required } of path) {
    const part =
      gap === undefined || required === undefined
        ? 1
        : exactNumber(gap) / Math.max(exactNumber(required), exactNumber(gap), Number.MIN_VALUE)
    most = Math.max(most, part)
  }
  return most
}

/** A condition as a decision will look at it. */
export interface Look {
  readonly condition: Condition
  readonly run: Run
  readonly closed: boolean
  readonly trial: Trial
  /** The decision's moment, where it is not at once. */
  readonly decideAt?: Instant
  /** What has to happen after the needs are met. */
  readonly extra?: readonly SupposedEvent[]
}

function waysTo(account: Account, tier: TierForm, held: number): Found[] {
  const { definition, run } = account
  if (tier.requires >= 0 && tier.requires !== held) return []
  const looks = tier.ways.flatMap((way) => lookOf(account, tier, way))
  for (const rule of definition.lifetime ?? []) {
    if (rule.tier === tier.id) looks.push({ condition: rule.when, run, closed: false, trial: reachTrial(account, tier.rank, undefined) })
  }
  const name = tierName(account, tier.rank)
  const ways = looks.flatMap((look) =>
    goalsOf(account, look, [account.at], (by) => ({ goal: 'reach', to: tier.id, reason: ['preview.goal.reach', { tier: name, by }] })),
  )
  return [...ways, ...offersTo(account, tier)]
}

function lookOf(account: Account, tier: TierForm, way: WayForm): Look[] {
  const { definition, program, run, state, at } = account
  const closed = way.rule.windows === 'closed'
  const { condition } = way
  if (way.decide === 'event') return [{ condition, run, closed, trial: reachTrial(account, tier.rank, undefined) }]
  if (way.decide.startsWith('on ')) {
    const type = way.decide.slice('on '.length)
    return [{ condition, run, closed, trial: reachTrial(account, tier.rank, undefined), extra: [{ type, tier: tier.id }] }]
  }
  const decideAt = program.schedules.find(({ key }) => key === way.decide)?.next(at, run.books.anchors) ?? null
  if (decideAt === null) return []
  const before = accountOf(definition, advanceProgram(definition, state, { at: asGiven(decideAt - 1) }).state)
  return [{ condition, run: lookInto(before, decideAt), closed, trial: reachTrial(account, tier.rank, decideAt), decideAt }]
}

/** The account as a decision at this instant will see it: what ends then has ended, what was held is released. */
function lookInto(account: Account, at: Instant): Run {
  const run = lookAhead(account, at)
  expireLots(run)
  releaseHolds(run)
  return run
}

interface Wording {
  readonly goal: Goal['goal']
  readonly to: string
  readonly otherwise?: Goal['otherwise']
  readonly reason: readonly [code: string, params: Reason['params']]
}

function goalsOf(
  account: Account,
  look: Look,
  instants: readonly Instant[],
  wording: (by: string | null) => Wording,
  until?: Day,
): Found[] {
  const { run, condition, closed } = look
  const before = run.closed
  run.closed = closed
  const paths = needPaths(condition, account.program.scope, run).flatMap((path) => askedOfMembers(run, closed, path))
  run.closed = before
  const found = paths.flatMap((path) => {
    if (path.length === 0 && look.extra === undefined) return []
    if (path.some((need) => isBeyondCap(account, need))) return []
    const ways = waysOf(account, look, path, instants, until)
    if (!Array.isArray(ways) && path.some(({ gap, kind }) => gap === undefined && kind !== 'flag')) return []
    return (Array.isArray(ways) ? ways : [{ solution: ways, payments: [] }]).map(({ solution, payments }) => ({
      goal: goalOf(account, look, path, solution, wording, until),
      effort: effortOf(path),
      payments,
      through: solution === undefined || 'most' in solution ? Number.POSITIVE_INFINITY : (solution.through ?? solution.at),
      isCovered: solution !== undefined && 'isCovered' in solution && solution.isCovered,
    }))
  })
  const own = found.filter(({ isCovered }) => !isCovered)
  return own.length > 0 ? own : found
}

/** A measure that can never be that much. */
function isBeyondCap({ program }: Account, { kind, id, required }: Need): boolean {
  const cap = kind === 'measure' ? program.counters[id]?.cap : undefined
  return cap !== undefined && required !== undefined && exactNumber(required) > exactNumber(cap)
}

function goalOf(
  account: Account,
  look: Look,
  path: NeedPath,
  found: Solution | Stopped | undefined,
  wording: (by: string | null) => Wording,
  until: Day | undefined,
): Goal {
  const { definition, program } = account
  const solution = found === undefined || 'most' in found ? undefined : found
  const wanted = solution?.wanted ?? path.map((need) => wantedOf(account, need))
  const units = solution?.units ?? wanted.map((one) => one.units ?? 0)
  const by = deadlineOf(account, look, solution, until)
  const { goal, to, otherwise, reason: words } = wording(by === undefined ? null : formatDate(by))
  const asked = (look.extra ?? []).map(({ type }) => type)
  const children = [
    ...wanted.map((one, i) => needReason(definition, one, units[i])),
    ...asked.map((event) => reason('preview.need.event', 'unmet', { event })),
  ]
  const first = solution === undefined || solution.at === account.at ? undefined : program.calendar.dayOf(solution.at)
  const through = solution?.through === undefined ? undefined : formatDate(program.calendar.dayOf(solution.through))
  return {
    goal,
    to,
    ...(by === undefined ? {} : { by: formatDate(by) }),
    ...(first === undefined ? {} : { from: formatDate(first) }),
    ...(through === undefined ? {} : { through }),
    missing: [...wanted.map((one, i) => missingOf(one, units[i])), ...asked.map((event) => ({ event }))],
    events: (solution?.events ?? []).map((event) =>
      solution !== undefined && first !== undefined && event.at === undefined ? { ...event, at: asGiven(solution.at) } : event,
    ),
    ...(otherwise === undefined ? {} : { otherwise }),
    reasons: [reason(words[0], 'unmet', words[1], { children }), ...notesOn(found, tierNameOf(account, to), through)],
  }
}

/** How the events were found, or why there are none. */
function notesOn(found: Solution | Stopped | undefined, tier: string, through: string | undefined): Reason[] {
  if (found === undefined) return [reason('preview.goal.untried', 'warning', { tier })]
  if ('most' in found) return [reason('preview.goal.capped', 'warning', { tier, of: found.id, most: found.most })]
  const uncertain = found.isProven === false ? [reason('preview.goal.uncertain', 'warning', { tier })] : []
  if (through !== undefined) return [reason('preview.goal.spread', 'info', { tier, events: found.events.length, through }), ...uncertain]
  return found.searched ? [reason('preview.goal.searched', 'info', { event: found.events[0]?.type ?? '', tier }), ...uncertain] : uncertain
}

/** The last day on which the same events would still do it. */
function deadlineOf(account: Account, look: Look, solution: Solution | undefined, until: Day | undefined): Day | undefined {
  const { program, run } = account
  const { calendar } = program
  // Events with days of their own cannot be moved as one.
  const days = new Set<Day>(solution?.through === undefined ? lastDays(run, look.condition) : [])
  if (look.decideAt !== undefined) days.add(calendar.dayOf(look.decideAt - 1))
  if (until !== undefined) days.add(until)
  const { tierValidUntil } = readStanding(account.definition, account.state)
  if (typeof tierValidUntil === 'string') days.add(parseDate(tierValidUntil))
  const from = solution === undefined ? run.day : calendar.dayOf(solution.through ?? solution.at)
  const candidates = [...days].filter((day) => day >= from).sort((a, b) => a - b)
  if (solution === undefined) return candidates.find((day) => lastDays(run, look.condition).includes(day) || day === until)
  if (solution.through !== undefined) return look.decideAt === undefined && until === undefined ? undefined : candidates[0]
  return lastEnough(candidates, (day) => look.trial(solution.events, calendar.startOf(day + 1) - 1))
}

/** Tiers that an event gives: invitations, purchases, plans. Only those that the account could have today. */
function offersTo(account: Account, tier: TierForm): Found[] {
  const { definition } = account
  const trial = reachTrial(account, tier.rank, undefined)
  const offers: SupposedEvent[] = []
  for (const grant of definition.grants ?? []) {
    if (typeof grant.tier === 'string' ? grant.tier !== tier.id : false) continue
    const named = typeof grant.tier === 'string' ? {} : { [grant.tier.field]: tier.id }
    const until =
      typeof grant.until === 'object' && 'date' in grant.until && Number.isNaN(parseDate(grant.until.date)) ? grant.until.date : undefined
    if (until !== undefined) continue // the event itself says how long: nobody but its sender knows
    offers.push({ ...meeting(grant.where), ...named, type: grant.on })
  }
  const { subscription } = definition
  for (const plan of subscription?.plans ?? [])
    if (subscription !== undefined && plan.tier === tier.id) offers.push({ type: subscription.start, [subscription.plan]: plan.id })
  const name = tierName(account, tier.rank)
  return offers
    .filter((event) => trial([event], account.at))
    .map((event) => ({
      goal: {
        goal: 'reach' as const,
        to: tier.id,
        missing: [{ event: event.type }],
        events: [event],
        reasons: [
          reason(
            'preview.goal.reach',
            'unmet',
            { tier: name, by: null },
            { children: [reason('preview.need.event', 'unmet', { event: event.type })] },
          ),
        ],
      },
      effort: Number.POSITIVE_INFINITY,
    }))
}

/** How far ahead a fall is looked for. */
const AHEAD_DAYS = [400, 1_200] as const

interface Fall {
  readonly at: Instant
  readonly tier: string
}

function nextFall(account: Account): Fall | undefined {
  const { definition, program, state, day } = account
  for (const ahead of AHEAD_DAYS) {
    const { effects } = advanceProgram(definition, state, { at: asGiven(program.calendar.startOf(day + ahead)) })
    const fall = effects.find((effect) => effect.type === 'tier' && effect.move === 'fall')
    if (fall !== undefined) return { at: fall.at, tier: String(fall.to) }
  }
  return undefined
}

function waysToKeep(account: Account, held: number): Found[] {
  const { definition, program, state, run, at } = account
  const tier = program.tiers[held]
  const name = tierName(account, held)
  const fall = nextFall(account)
  const { tierValidUntil } = readStanding(definition, state)
  const last = fall === undefined ? null : program.calendar.dayOf(fall.at) - 1
  const isSecured =
    fall === undefined ||
    (run.books.grace === null && typeof tierValidUntil === 'string' && (last ?? 0) > graceEnd(tier, parseDate(tierValidUntil)))
  const plan = planKept(account, held)
  const kept = plan === undefined ? [] : [{ goal: plan, effort: 1 }]
  if (isSecured && kept.length > 0) return kept
  if (isSecured) {
    const until = last === null ? null : formatDate(last)
    return [
      {
        goal: {
          goal: 'keep',
          to: tier.id,
          missing: [],
          events: [],
          reasons: [reason('preview.goal.secured', 'met', { tier: name, until })],
        },
        effort: 0,
      },
    ]
  }
  const on = formatDate((last ?? 0) + 1)
  const otherwise = { tier: fall.tier, on }
  const below = tierName(account, program.scope.rankOf?.(fall.tier) ?? 0)
  const trial = keepTrial(account, held, fall.at)
  const before = accountOf(definition, advanceProgram(definition, state, { at: asGiven(fall.at - 1) }).state)
  const reviewAt =
    run.books.grace === null && before.run.books.grace !== null ? program.calendar.startOf(before.run.books.grace.review) : fall.at
  const looks = keepLooks(account, tier, trial, reviewAt)
  const ways = looks.flatMap((look) =>
    goalsOf(
      account,
      look,
      instantsFor(account, look, at, fall.at),
      (by) => ({ goal: 'keep', to: tier.id, otherwise, reason: ['preview.goal.keep', { tier: name, by, otherwise: below, on }] }),
      last ?? undefined,
    ),
  )
  return [...kept, ...ways]
}

/** The last day of the status or of the grace that may follow it. */
function graceEnd({ review }: TierForm, validUntil: Day): Day {
  return review?.graceEnd === undefined ? validUntil : review.graceEnd(validUntil + 1)
}

/** What could prevent the fall: the review's condition, what holds the status open, or the tier's own ways in. */
function keepLooks(account: Account, tier: TierForm, trial: Trial, reviewAt: Instant): Look[] {
  const { definition, run, state, at } = account
  const looks: Look[] = []
  const inGrace = run.books.grace !== null
  const then = inGrace
    ? run
    : lookInto(accountOf(definition, advanceProgram(definition, state, { at: asGiven(Math.max(at, reviewAt - 1)) }).state), reviewAt)
  if (tier.review !== undefined) {
    const closed = tier.review.rule.windows === 'closed'
    const keep = definition.tiers?.[tier.rank].keep
    for (const condition of keep === undefined ? tier.ways.map((way) => way.condition) : [keep])
      looks.push({ condition, run: then, closed, trial })
  }
  for (const grant of run.books.grants) {
    const open = grant.tier === tier.id && isRunning(run, grant) ? openOf(run, grant) : undefined
    if (open !== undefined) looks.push({ condition: open.condition, run: then, closed: false, trial })
  }
  for (const way of tier.ways) {
    if (way.rule.rungs === 'all') for (const look of lookOf(account, tier, way)) looks.push({ ...look, trial })
  }
  return looks
}

/** Now, or from the day on which a window opens that the decision will look at. */
function instantsFor(account: Account, { run, condition }: Look, at: Instant, before: Instant): Instant[] {
  const { calendar } = account.program
  const starts = Object.values(account.program.counters)
    .filter((counter) => JSON.stringify(condition).includes(JSON.stringify(counter.id)))
    .flatMap((counter) => [spanOf(run, counter)?.from, spanOf(account.run, counter)?.to])
    .filter((day): day is Day => day !== undefined && Number.isFinite(day) && day > account.day)
    .map((day) => calendar.startOf(day))
    .filter((instant) => instant > at && instant < before)
    .sort((a, b) => a - b)
  return [at, ...starts]
}
