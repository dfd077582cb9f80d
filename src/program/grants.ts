/** Grants: deciding who gets which tier until when, and what happens when the effective tier moves. */

import { exactUnits } from '../core/decimal/exact.js'
import { nextMonthDay } from '../core/language/end.js'
import { reason } from '../core/reason.js'
import { civilOfDay, type Day, formatDate } from '../core/time/civil.js'
import { addLength } from '../core/time/length.js'
import { forfeit, purseOf, setPurse } from '../points/ledger.js'
import { addLot, lotsOf, type Purse } from '../points/purse.js'
import { refused } from '../points/refusal.js'
import { resetCounters } from './counters.js'
import type { TierMove } from './definition.js'
import type { GrantForm, OpenForm, TierForm, WayForm } from './form.js'
import { endFor, giveOrTake } from './ledger.js'
import type { Run } from './run.js'
import { convertFull } from './spend.js'
import type { GrantState } from './state.js'
import { issueOne } from './vouchers.js'

/** Looks at every way into a tier that is decided at this moment, and grants what is met. */
export function decideTiers(run: Run, key: string): void {
  const ways = key === 'event' ? run.program.eventWays : run.program.waysByDecide.get(key)
  if (ways === undefined || !mayHoldTiers(run)) return
  const held = rankOf(run, statusOf(run))
  let highest: { tier: TierForm; way: WayForm } | undefined
  for (const { tier, way } of ways) {
    const all = way.rule.rungs === 'all'
    if (!all && tier.rank <= held) continue
    if (tier.requires >= 0 && held !== tier.requires) continue
    if (!meets(run, way)) continue
    if (all) grantWay(run, tier, way)
    else if (highest === undefined || tier.rank > highest.tier.rank) highest = { tier, way }
  }
  if (highest !== undefined && !isComing(run, highest.tier.id)) grantWay(run, highest.tier, highest.way)
}

/** The program may ask for enrolling first. */
export function mayHoldTiers(run: Run): boolean {
  return run.books.enrolled !== null && run.books.closed === null
}

function meets(run: Run, way: WayForm): boolean {
  const { closed } = run
  run.closed = way.rule.windows === 'closed'
  const met = way.when(run)
  run.closed = closed
  return met
}

function isComing(run: Run, tier: string): boolean {
  return run.books.grants.some((grant) => grant.tier === tier && grant.from > run.day)
}

function grantWay(run: Run, tier: TierForm, way: WayForm): void {
  const from = startOf(run, way.rule.from)
  const to = way.until(run, way.endsByWindow ? run.day : from)
  if (to !== null && to < from) return
  addGrant(run, { tier: tier.id, from, to, reason: 'earned', decided: run.day, way: way.index })
}

function startOf(run: Run, from: WayForm['rule']['from']): Day {
  if (from === undefined || from === 'atOnce') return run.day
  if (from === 'nextDay') return run.day + 1
  if (from === 'nextMonth') return run.program.firstOfNextMonth(run.day)
  return nextMonthDay(run.day, from.next)
}

/** A grant of the same tier, reason and way that already runs that long is enough; one that joins on is one status with it. */
export function addGrant(run: Run, grant: GrantState): void {
  const covered = run.books.grants.some(
    (known) =>
      known.tier === grant.tier &&
      known.reason === grant.reason &&
      known.way === grant.way &&
      known.from <= grant.from &&
      (known.to === null || (grant.to !== null && known.to >= grant.to)),
  )
  if (covered) return
  run.books.grants = [...run.books.grants, grant]
  run.reasons.push(
    reason('program.tier.granted', 'applied', {
      tier: grant.tier,
      reason: grant.reason,
      from: formatDate(grant.from),
      until: grant.to === null ? null : formatDate(grant.to),
    }),
  )
}

/** Tiers that events give: invitations, purchases, matches, gifts, floors. @throws a refusal */
export function grantByEvent(run: Run): void {
  for (const form of run.form.grants) if (form.where(run)) grantOne(run, form)
}

function grantOne(run: Run, form: GrantForm): void {
  const { rule } = form
  const tier = run.program.tiers.find((one) => one.id === form.tier(run))
  if (tier === undefined) throw refused('unknown-tier', 'program.tier.unknown', { grant: rule.id })
  const held = rankOf(run, statusOf(run))
  if (!form.when(run) || (tier.requires >= 0 && held !== tier.requires))
    throw refused(rule.refusal ?? 'criteria-not-met', 'program.tier.criteria', { tier: tier.id })
  const from = startOf(run, rule.from)
  const to = form.until(run, from)
  const safeUntil = form.safeUntil?.(run, from)
  // What lies over the status is set anew: the one before ends the day before.
  if (rule.wins === 'always')
    run.books.grants = run.books.grants.map((grant) =>
      isOverride(run, grant) && (grant.to === null || grant.to >= from) ? { ...grant, to: from - 1 } : grant,
    )
  addGrant(run, {
    tier: tier.id,
    from,
    to,
    reason: rule.id,
    decided: run.day,
    ...(safeUntil === undefined || safeUntil === null ? {} : { safeUntil }),
    ...(rule.state === undefined ? {} : { state: rule.state }),
  })
}

/** An event asks for the tier it names; it is refused unless that tier's conditions hold. @throws a refusal */
export function decideAsked(run: Run): void {
  const ways = run.form.asked
  const wanted = run.fact.attributes?.tier
  const asked = ways.filter(({ tier }) => wanted === undefined || tier.id === wanted)
  const held = rankOf(run, statusOf(run))
  const met = asked.filter(({ tier, way }) => tier.rank > held && (tier.requires < 0 || tier.requires === held) && meets(run, way))
  if (met.length === 0) throw refused('criteria-not-met', 'program.tier.criteria', { tier: typeof wanted === 'string' ? wanted : null })
  const { tier, way } = met[met.length - 1]
  grantWay(run, tier, way)
}

export function decideLifetime(run: Run): void {
  if (!mayHoldTiers(run)) return
  for (const { tier, when } of run.program.lifetime) {
    if (run.books.grants.some((grant) => grant.reason === 'lifetime' && grant.tier === tier) || !when(run)) continue
    addGrant(run, { tier, from: run.day, to: null, reason: 'lifetime', decided: run.day })
  }
}

/** The tier the account has of its own; a tier set by an event may lie over it. */
export function statusOf({ program, books }: Run): string | null {
  return (program.overrides && books.grants.find(({ over }) => over !== undefined)?.over) ?? books.tier
}

/** Whether a tier lies over what is earned, as long as it runs. */
export function isOverride({ program }: Run, { reason }: GrantState): boolean {
  return program.overrides?.has(reason) ?? false
}

/** The tier that lies over the account's own now; the latest given counts. */
export function overrideOf(run: Run): GrantState | undefined {
  if (run.program.overrides === undefined) return undefined
  const running = run.books.grants.filter((grant) => isOverride(run, grant) && isRunning(run, grant))
  return running[running.length - 1]
}

export function rankOf(run: Run, tier: string | null): number {
  return tier === null ? 0 : Math.max(0, run.program.scope.rankOf?.(tier) ?? 0)
}

export function isRunning(run: Run, grant: GrantState): boolean {
  return grant.from <= run.day && (grant.to === null || grant.to >= run.day) && holdsOpen(run, grant)
}

function holdsOpen(run: Run, grant: GrantState): boolean {
  const open = openOf(run, grant)
  return open === undefined || open.test(run)
}

/** The condition for which a status goes on, where its end rule named one. */
export function openOf(run: Run, grant: GrantState): OpenForm | undefined {
  const open = openForm(run, grant)
  return grant.to === null || open?.isBounded ? open : undefined
}

function openForm(run: Run, grant: GrantState): OpenForm | undefined {
  if (grant.reason === 'earned') return wayOf(run, grant)?.open
  if (grant.reason === 'kept' || grant.reason === 'fallen') return run.program.tiers[rankOf(run, grant.tier)]?.open
  return run.program.openGrants.get(grant.reason)
}

export function wayOf(run: Run, grant: GrantState): WayForm | undefined {
  if (grant.reason !== 'earned' || grant.way === undefined) return undefined
  return run.program.tiers[rankOf(run, grant.tier)]?.ways[grant.way]
}

/** The highest tier running, from grants and from a grace. */
export function effectiveRank(run: Run): number {
  let rank = 0
  for (const grant of run.books.grants) if (isRunning(run, grant) && !isOverride(run, grant)) rank = Math.max(rank, rankOf(run, grant.tier))
  const { grace } = run.books
  return grace === null ? rank : Math.max(rank, rankOf(run, grace.tier))
}

/** Brings the effective tier up to date; every move resets, re-dates, forfeits and converts as the definition says. */
export function settleTier(run: Run, atEvent: boolean, only?: 'rise'): void {
  if (run.books.tier === null || !mayHoldTiers(run)) return
  // Given again, it must not find its old end.
  if (run.program.hasBounded) run.books.grants = run.books.grants.filter((grant) => grant.to === null || isKept(run, grant))
  if (run.program.overrides === undefined) settleStatus(run, atEvent, only, true)
  else settleBelow(run, atEvent, only)
}

/** The status moves by itself, unseen while another tier lies over it. */
function settleBelow(run: Run, atEvent: boolean, only: 'rise' | undefined): void {
  const { books } = run
  const shown = books.tier
  if (overrideOf(run) === undefined && books.grants.every(({ over }) => over === undefined)) {
    settleStatus(run, atEvent, only, true)
    return
  }
  books.tier = statusOf(run)
  books.grants = books.grants.map(({ over: _, ...grant }) => grant)
  settleStatus(run, atEvent, only, false)
  const override = overrideOf(run)
  const below = books.tier
  if (override !== undefined && below !== null) {
    books.grants = books.grants.map((grant) => (grant === override ? { ...grant, over: below } : grant))
    books.tier = override.tier
  }
  if (shown !== null && books.tier !== null && books.tier !== shown) show(run, shown, books.tier)
}

function settleStatus(run: Run, atEvent: boolean, only: 'rise' | undefined, isShown: boolean): void {
  for (let moves = 0; moves < 100; moves++) {
    const held = rankOf(run, run.books.tier)
    const rank = effectiveRank(run)
    if (rank === held || (only === 'rise' && rank < held)) return
    moveTo(run, rank, rank > held ? 'rise' : 'fall', atEvent, isShown)
  }
}

function show(run: Run, from: string, to: string): void {
  const rank = rankOf(run, to)
  const move = rank > rankOf(run, from) ? 'rise' : 'fall'
  run.rank = rank
  run.effects.push({ type: 'tier', at: run.now, cause: run.cause, from, to, move })
  run.reasons.push(reason('program.tier.moved', 'applied', { from, to, move }))
  applyEffects(run, move === 'rise' ? { enter: to, rise: to, leave: from } : { enter: to, leave: from })
}

function moveTo(run: Run, rank: number, move: TierMove, atEvent: boolean, isShown: boolean): void {
  const { program, books } = run
  const before = program.tiers[rankOf(run, books.tier)]
  const after = program.tiers[rank]
  books.tier = after.id
  books.failures = 0
  if (move === 'fall') books.fell = run.day
  if (books.grace !== null && rankOf(run, books.grace.tier) <= rank && move === 'rise') books.grace = null
  books.grants = books.grants.filter((grant) => grant.reason !== 'base' && (grant.to === null || grant.to >= run.day) && isKept(run, grant))
  if (rank === 0) startBase(run)
  startTerm(run)
  resetCounters(run, move, atEvent ? run.now : run.now - 1)
  if (isShown) show(run, before.id, after.id)
}

/** An open grant whose condition has ceased is over for good. */
function isKept(run: Run, grant: GrantState): boolean {
  return grant.from > run.day || holdsOpen(run, grant)
}

/** The base tier may itself run in terms, so that counters can follow them. */
export function startBase(run: Run, anchorDay?: number): void {
  const base = run.program.tiers[0]
  if (base === undefined || !base.hasTerm) return
  const anchor = anchorDay ?? civilOfDay(run.day).day
  const to = base.until(run, run.day, anchor)
  run.books.grants = [
    ...run.books.grants.filter((grant) => grant.reason !== 'base'),
    { tier: base.id, from: run.day, to, reason: 'base', decided: run.day, anchorDay: anchor },
  ]
}

export function startTerm(run: Run): void {
  run.books.term = run.day
  run.books.anchors = { ...run.books.anchors, term: run.day }
}

/** A tier that is kept begins a new term: its counters and effects follow. */
export function renewTier(run: Run, tier: string): void {
  startTerm(run)
  run.reasons.push(reason('program.tier.kept', 'applied', { tier }))
  resetCounters(run, 'renew', run.now - 1)
  if (overrideOf(run) === undefined) applyEffects(run, { renew: tier })
}

interface Moved {
  readonly enter?: string
  readonly rise?: string
  readonly leave?: string
  readonly renew?: string
}

export function applyEffects(run: Run, moved: Moved): void {
  for (const { rule, give: amount } of run.program.effects) {
    const applies =
      ('enter' in rule && rule.enter === moved.enter) ||
      ('rise' in rule && rule.rise === moved.rise) ||
      ('leave' in rule && rule.leave === moved.leave) ||
      ('renew' in rule && rule.renew === moved.renew)
    if (!applies) continue
    if ('forfeit' in rule) forfeit(run, rule.forfeit, 'forfeit', 'tier')
    else if ('redate' in rule) redate(run, rule.redate)
    else if ('convert' in rule) {
      const form = run.program.conversions.find((one) => one.rule.id === rule.convert)
      if (form !== undefined) convertFull(run, form)
    } else if ('give' in rule) {
      const units = exactUnits(amount?.(run) ?? 0, run.program.currencies[rule.to].scale, 'down')
      giveOrTake(run, `enter ${moved.enter ?? moved.leave ?? moved.renew}`, rule.to, units)
    } else if ('issue' in rule) issueOne(run, run.program.vouchers[rule.issue])
    else if ('emit' in rule)
      run.effects.push({ type: rule.emit, at: run.now, cause: run.cause, tier: moved.enter ?? moved.leave ?? moved.renew })
  }
}

/** Every lot becomes one of today, with the end that lots of today have. */
function redate(run: Run, currency: string): void {
  const purse = purseOf(run, currency)
  const until = endFor(run, run.program.currencies[currency], run.day)
  let renewed: Purse = { ...purse, lots: [] }
  for (const lot of lotsOf(purse)) renewed = addLot(renewed, { ...lot, day: run.day, until })
  setPurse(run, currency, renewed)
}

/** Since the last fall, has the definition's distance passed? */
export function mayFall(run: Run, tier: TierForm): boolean {
  const apart = tier.review?.rule.fallsApart
  return apart === undefined || run.books.fell === null || addLength(run.books.fell, apart) <= run.day
}
