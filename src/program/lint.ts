/** What a program says that cannot happen, or that its writer can hardly have meant. Nothing here stops it from running. */

import { currencyExponent } from '../core/decimal/currency.js'
import { divideExact, exactUnitsOnly, fraction, multiplyExact, readExact } from '../core/decimal/exact.js'
import type { Condition } from '../core/language/condition.js'
import { type Reason, reason } from '../core/reason.js'
import { canHold, implies, lintCondition } from '../rules/lint.js'
import type { Tier, Way } from '../tiers/definition.js'
import type { Award, ProgramDefinition } from './definition.js'

type Path = readonly (string | number)[]

/**
 * Findings, each with its path:
 * - `program.tier.unreachable`, `program.tier.shadowed` (whoever enters it enters a higher one as well), `program.tier.never-kept`, `program.keep.idle` (no review asks it)
 * - `program.award.circular` (awards that may set off one another until they are refused)
 * - `program.currency.unearned`, `program.currency.unspent`, `program.flag.idle`, `program.earning.inexact-amounts`
 * - of every condition: `rules.condition.never`, `rules.alternative.shadowed`, `rules.part.redundant`
 */
export function lintProgram(definition: ProgramDefinition): Reason[] {
  return [
    ...lintTiers(definition),
    ...lintAwards(definition),
    ...lintCurrencies(definition),
    ...lintFlags(definition),
    ...lintEarning(definition),
    ...lintConditions(definition),
  ]
}

function finding(code: string, params: Reason['params'], path: Path): Reason {
  return reason(code, 'warning', params, { path })
}

function waysOf({ enter }: Tier): readonly Way[] {
  if (enter === undefined) return []
  return Array.isArray(enter) ? (enter as readonly Way[]) : [{ when: enter as Condition }]
}

/** A ladder of a thousand rungs is linted in the time of a thousand, not of a million pairs. */
const RUNGS_LOOKED_AT = 50

function lintTiers(definition: ProgramDefinition): Reason[] {
  const { tiers = [], grants = [], lifetime = [], subscription } = definition
  const findings: Reason[] = []
  const given = new Set<string>()
  const anyGiven = grants.some(({ tier }) => typeof tier === 'object')
  for (const { tier } of grants) if (typeof tier === 'string') given.add(tier)
  for (const { tier } of lifetime) given.add(tier)
  for (const { tier } of subscription?.plans ?? []) given.add(tier)
  const reachable = new Set<string>()
  tiers.forEach((tier, i) => {
    const before = tier.requires === 'previous' ? tiers[i - 1]?.id : tier.requires
    const enters = waysOf(tier).some(({ when }) => canHold(when)) && (before === undefined || reachable.has(before) || i === 0)
    if (i === 0 || enters || anyGiven || given.has(tier.id)) reachable.add(tier.id)
    else findings.push(finding('program.tier.unreachable', { tier: tier.id }, ['tiers', i]))
  })
  tiers.forEach((tier, i) => {
    if (i === 0) return
    const ways = waysOf(tier)
    const review = tier.review ?? definition.review
    if (review === undefined && tier.keep !== undefined)
      findings.push(finding('program.keep.idle', { tier: tier.id }, ['tiers', i, 'keep']))
    const keeps = tier.keep === undefined ? ways.map(({ when }) => when) : [tier.keep]
    if (review !== undefined && reachable.has(tier.id) && keeps.length > 0 && !keeps.some(canHold))
      findings.push(finding('program.tier.never-kept', { tier: tier.id }, ['tiers', i, tier.keep === undefined ? 'enter' : 'keep']))
    if (ways.length === 0 || given.has(tier.id)) return
    const above = tiers.slice(i + 1, i + 1 + RUNGS_LOOKED_AT).find((higher) => {
      // Only where both are looked at in the same way, at the same moment.
      const [own, theirs] = [ways, waysOf(higher)]
      if (own.length !== 1 || theirs.length !== 1 || higher.requires !== undefined) return false
      if (JSON.stringify(timing(tier, own[0], definition)) !== JSON.stringify(timing(higher, theirs[0], definition))) return false
      return implies(own[0].when, theirs[0].when)
    })
    if (above !== undefined) findings.push(finding('program.tier.shadowed', { tier: tier.id, by: above.id }, ['tiers', i, 'enter']))
  })
  return findings
}

function timing(tier: Tier, { when: _, ...way }: Way, { grant }: ProgramDefinition): object {
  return { ...grant, ...tier.grant, ...way }
}

/** From award to award over the measures that count what they give. */
function lintAwards({ awards = [], measures = {} }: ProgramDefinition): Reason[] {
  const feeds = (from: Award, to: Award): boolean => {
    const fed = measuresOf(to).filter((id) => {
      const counter = measures[id]
      return counter !== undefined && 'earned' in counter && counter.earned === from.to && (counter.by?.includes(from.id) ?? true)
    })
    return fed.length > 0
  }
  return awards.flatMap((award, i) => {
    if ('at' in award || 'once' in award) return [] // at most one in a moment
    const seen = new Set<Award>()
    const open = [award]
    for (let here = open.pop(); here !== undefined; here = open.pop()) {
      for (const next of awards) {
        if ('at' in next || 'once' in next || !feeds(here, next)) continue
        if (next === award) return [finding('program.award.circular', { award: award.id }, ['awards', i])]
        if (!seen.has(next)) {
          seen.add(next)
          open.push(next)
        }
      }
    }
    return []
  })
}

function measuresOf(award: Award): string[] {
  return 'measure' in award ? [award.measure] : []
}

function lintCurrencies(definition: ProgramDefinition): Reason[] {
  const { currencies = {}, measures = {} } = definition
  const gives = [...(definition.earn ?? []), ...(definition.awards ?? []), ...(definition.convert ?? [])].map(({ to }) => to)
  for (const effect of definition.onTier ?? []) if ('give' in effect) gives.push(effect.to)
  const takes = [...(definition.redeem ?? []), ...(definition.convert ?? []), ...(definition.transfer ?? [])].map(({ from }) => from)
  const counted = Object.values(measures).flatMap((counter) => ('earned' in counter ? [counter.earned] : []))
  const asked = new Set<string>()
  visit(definition, [], (node) => {
    if (typeof node.balance === 'string') asked.add(node.balance)
  })
  return Object.entries(currencies).flatMap(([id, { redeemable }]) => {
    const path = ['currencies', id]
    if (!gives.includes(id)) return [finding('program.currency.unearned', { currency: id }, path)]
    const isUsed = redeemable === false || takes.includes(id) || counted.includes(id) || asked.has(id)
    return isUsed ? [] : [finding('program.currency.unspent', { currency: id }, path)]
  })
}

function lintFlags(definition: ProgramDefinition): Reason[] {
  const asked = new Set<string>()
  visit(definition, [], (node) => {
    if (typeof node.flag === 'string') asked.add(node.flag)
  })
  return Object.keys(definition.flags ?? {}).flatMap((id) =>
    asked.has(id) ? [] : [finding('program.flag.idle', { flag: id }, ['flags', id])],
  )
}

/** A rule that names no rounding refuses what its currency cannot hold: with cents in the amount that is most purchases. */
function lintEarning(definition: ProgramDefinition): Reason[] {
  const exponent = currencyExponent(definition.currency) ?? 2
  return (definition.earn ?? []).flatMap((rule, i) => {
    if (rule.round !== undefined || rule.whole === true || rule.byTier !== undefined) return []
    if (rule.value !== undefined && rule.value !== 'amount') return []
    const rate = rule.rate === undefined ? 1 : readExact(rule.rate)
    const per = rule.per === undefined ? 1 : readExact(rule.per)
    const one = rate === undefined || per === undefined ? undefined : divideExact(multiplyExact(fraction(1, 10 ** exponent), rate), per)
    if (one === undefined || exactUnitsOnly(one, definition.currencies?.[rule.to]?.scale ?? 0) !== undefined) return []
    return [finding('program.earning.inexact-amounts', { rule: rule.id }, ['earn', i])]
  })
}

const CONDITIONS = new Set(['when', 'where', 'enter', 'keep', 'while', 'if'])

function lintConditions({ lifecycle: _, ...definition }: ProgramDefinition): Reason[] {
  const findings: Reason[] = []
  visit(definition, [], (node, path) => {
    for (const word of CONDITIONS) {
      const condition = node[word]
      if (condition !== null && typeof condition === 'object' && !Array.isArray(condition))
        findings.push(...lintCondition(condition as Condition, [...path, word]))
    }
  })
  return findings
}

function visit(node: unknown, path: Path, look: (node: Readonly<Record<string, unknown>>, path: Path) => void): void {
  if (node === null || typeof node !== 'object') return
  if (Array.isArray(node)) {
    node.forEach((item, i) => {
      visit(item, [...path, i], look)
    })
    return
  }
  const object = node as Readonly<Record<string, unknown>>
  look(object, path)
  for (const [key, inner] of Object.entries(object)) visit(inner, [...path, key], look)
}
