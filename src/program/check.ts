/** What a schema cannot say: every name that is used exists, no name is used twice, no value or conversion feeds itself. */

import { compareExact, readExact } from '../core/decimal/exact.js'
import type { Condition } from '../core/language/condition.js'
import { type EndRule, whileOf } from '../core/language/end.js'
import { streakProblem } from '../core/measure/definition.js'
import { type Reason, reason } from '../core/reason.js'
import { checkValues } from './check-values.js'
import type { Counter, ProgramDefinition } from './definition.js'

type Path = readonly (string | number)[]
type Kind = 'voucher' | 'measure' | 'currency' | 'tier' | 'flag' | 'rule' | 'conversion' | 'value'

export function checkProgram(definition: ProgramDefinition): Reason[] {
  const issues: Reason[] = []
  const names: Readonly<Record<Kind, ReadonlySet<string>>> = {
    measure: new Set(Object.keys(definition.measures ?? {})),
    currency: new Set(Object.keys(definition.currencies ?? {})),
    tier: new Set((definition.tiers ?? []).map((tier) => tier.id)),
    flag: new Set(Object.keys(definition.flags ?? {})),
    rule: new Set([...(definition.earn ?? []), ...(definition.awards ?? [])].map((rule) => rule.id)),
    conversion: new Set((definition.convert ?? []).map((rule) => rule.id)),
    value: new Set(Object.keys(definition.values ?? {})),
    voucher: new Set(Object.keys(definition.vouchers ?? {})),
  }
  const needs = (kind: Kind, name: unknown, path: Path): void => {
    if (typeof name === 'string' && !names[kind].has(name)) issues.push(reason('program.name.unknown', 'error', { kind, name }, { path }))
  }

  unique(definition.tiers ?? [], ['tiers'], issues)
  unique([...(definition.earn ?? []), ...(definition.awards ?? [])], ['earn'], issues)
  definition.grants?.forEach(({ id }, i) => {
    if (OWN_REASONS.has(id)) issues.push(reason('program.name.reserved', 'error', { name: id }, { path: ['grants', i, 'id'] }))
  })
  for (const { path, until } of plainEnds(definition))
    if (until !== undefined && whileOf(until) !== undefined) issues.push(reason('program.end.while', 'error', {}, { path }))
  for (const section of ['convert', 'redeem', 'reverse', 'grants', 'transfer'] as const)
    unique(definition[section] ?? [], [section], issues)

  // Inside values and conditions a name stands under a word of the language, wherever it is.
  const visit = (node: unknown, path: Path): void => {
    if (node === null || typeof node !== 'object') return
    if (Array.isArray(node)) {
      node.forEach((item, i) => {
        visit(item, [...path, i])
      })
      return
    }
    const object = node as Readonly<Record<string, unknown>>
    if (typeof object.measure === 'string') needs('measure', object.measure, [...path, 'measure'])
    if (typeof object.balance === 'string') needs('currency', object.balance, [...path, 'balance'])
    if (typeof object.flag === 'string') needs('flag', object.flag, [...path, 'flag'])
    if (object.share !== null && typeof object.share === 'object') {
      for (const [side, name] of Object.entries(object.share)) needs('measure', name, [...path, 'share', side])
    }
    for (const [operator, bound] of boundsOf(object))
      if (readExact(bound) === undefined)
        issues.push(reason('program.bound.not-a-number', 'error', { bound: String(bound) }, { path: [...path, operator] }))
    for (const { place, least, figure } of figuresOf(object)) {
      const x = typeof figure === 'string' || typeof figure === 'number' ? readExact(figure) : undefined
      if (x !== undefined && compareExact(x, 0) < least)
        issues.push(
          reason('program.figure.too-small', 'error', { figure: String(figure), strict: least > 0 }, { path: [...path, ...place] }),
        )
    }
    for (const place of misplacedWhiles(object)) issues.push(reason('program.end.while-inside', 'error', {}, { path: [...path, ...place] }))
    for (const map of ['byTier', 'byEarned'] as const) {
      const table = object[map]
      if (table !== null && typeof table === 'object') for (const tier of Object.keys(table)) needs('tier', tier, [...path, map, tier])
    }
    for (const [key, inner] of Object.entries(object)) visit(inner, [...path, key])
  }
  // A lifecycle has names of its own.
  const { lifecycle: _, ...parts } = definition
  for (const [section, content] of Object.entries(parts)) visit(content, [section])

  const conditionTiers = (node: unknown, path: Path): void => {
    if (node === null || typeof node !== 'object') return
    const object = node as Readonly<Record<string, unknown>>
    const { tier } = object
    // A grant, a plan and a lifetime rule name a tier too, in the same words.
    if (typeof tier === 'string') needs('tier', tier, [...path, 'tier'])
    else if (Array.isArray(tier)) for (const one of tier) needs('tier', one, [...path, 'tier'])
    else if (tier !== null && typeof tier === 'object' && 'atLeast' in tier)
      needs('tier', (tier as { atLeast: unknown }).atLeast, [...path, 'tier'])
    for (const [key, inner] of Object.entries(object))
      if (key !== 'table') conditionTiers(inner, [...path, Array.isArray(node) ? Number(key) : key])
  }
  for (const [section, content] of Object.entries(parts)) if (section !== 'opening') conditionTiers(content, [section])

  definition.tiers?.forEach((tier, i) => {
    if (tier.requires !== undefined && tier.requires !== 'previous') needs('tier', tier.requires, ['tiers', i, 'requires'])
    if (i === 0 && (tier.enter !== undefined || tier.requires !== undefined || tier.review !== undefined))
      issues.push(reason('program.base.conditions', 'error', { tier: tier.id }, { path: ['tiers', 0] }))
  })
  const isOwn = (id: unknown): boolean => {
    const measure = typeof id === 'string' ? definition.measures?.[id] : undefined
    return measure !== undefined && 'perMember' in measure && measure.perMember === 'own'
  }
  const own = (node: unknown, path: Path): void => {
    if (node === null || typeof node !== 'object') return
    for (const [key, inner] of Object.entries(node)) {
      if (key === 'measure' && isOwn(inner))
        issues.push(reason('program.measure.own-tier', 'error', { measure: inner }, { path: [...path, key] }))
      else own(inner, [...path, Array.isArray(node) ? Number(key) : key])
    }
  }
  own(definition.tiers, ['tiers'])
  own(definition.lifetime, ['lifetime'])
  for (const [id, measure] of Object.entries(definition.measures ?? {})) {
    if (isShifted(measure)) issues.push(reason('program.measure.shifted', 'error', { measure: id }, { path: ['measures', id, 'window'] }))
    if (!('earned' in measure)) {
      const streak = streakProblem(measure)
      if (streak !== undefined)
        issues.push(reason(`program.streak.${streak}`, 'error', { measure: id }, { path: ['measures', id, streak] }))
      if (measure.aggregate === 'streak' && measure.opens !== undefined)
        issues.push(reason('program.streak.window', 'error', { measure: id }, { path: ['measures', id, 'opens'] }))
      if (measure.perMember !== undefined && definition.members === undefined)
        issues.push(reason('program.measure.no-members', 'error', { measure: id }, { path: ['measures', id, 'perMember'] }))
      continue
    }
    needs('currency', measure.earned, ['measures', id, 'earned'])
    measure.by?.forEach((rule, i) => {
      needs('rule', rule, ['measures', id, 'by', i])
    })
  }
  for (const [id, currency] of Object.entries(definition.currencies ?? {})) {
    if (currency.idle?.convert !== undefined) needs('conversion', currency.idle.convert, ['currencies', id, 'idle', 'convert'])
  }
  definition.earn?.forEach((rule, i) => {
    needs('currency', rule.to, ['earn', i, 'to'])
    if (typeof rule.round === 'object') for (const other of rule.round.with) needs('rule', other, ['earn', i, 'round', 'with'])
  })
  definition.awards?.forEach((rule, i) => {
    needs('currency', rule.to, ['awards', i, 'to'])
    for (const measure of rule.zero ?? []) needs('measure', measure, ['awards', i, 'zero'])
  })
  definition.convert?.forEach((rule, i) => {
    needs('currency', rule.from, ['convert', i, 'from'])
    needs('currency', rule.to, ['convert', i, 'to'])
    if (rule.when === 'reached' && reaches(definition, rule.to, rule.from))
      issues.push(reason('program.conversion.circular', 'error', { rule: rule.id }, { path: ['convert', i] }))
  })
  definition.transfer?.forEach((rule, i) => {
    needs('currency', rule.from, ['transfer', i, 'from'])
  })
  definition.redeem?.forEach((rule, i) => {
    needs('currency', rule.from, ['redeem', i, 'from'])
    if (definition.currencies?.[rule.from]?.redeemable === false)
      issues.push(reason('program.currency.not-redeemable', 'error', { currency: rule.from }, { path: ['redeem', i, 'from'] }))
  })
  definition.reverse?.forEach((rule, i) => {
    for (const name of rule.take ?? []) {
      if (!names.currency.has(name) && !names.measure.has(name))
        issues.push(reason('program.name.unknown', 'error', { kind: 'currency', name }, { path: ['reverse', i, 'take'] }))
    }
  })
  definition.onTier?.forEach((rule, i) => {
    for (const side of ['enter', 'rise', 'leave', 'renew'] as const)
      if (side in rule) needs('tier', (rule as Record<string, unknown>)[side], ['onTier', i, side])
    if ('forfeit' in rule) needs('currency', rule.forfeit, ['onTier', i, 'forfeit'])
    if ('redate' in rule) needs('currency', rule.redate, ['onTier', i, 'redate'])
    if ('convert' in rule) needs('conversion', rule.convert, ['onTier', i, 'convert'])
    if ('give' in rule) needs('currency', rule.to, ['onTier', i, 'to'])
    if ('issue' in rule) needs('voucher', rule.issue, ['onTier', i, 'issue'])
  })
  definition.subscription?.plans.forEach((plan, i) => {
    needs('tier', plan.tier, ['subscription', 'plans', i, 'tier'])
  })
  return issues.length > 0 ? issues : checkValues(definition)
}

const NUMBERED: ReadonlySet<unknown> = new Set(['year', 'month', 'day', 'weekday', 'monthOfQuarter', 'hour'])

/** The literals that a number is compared with: measures, balances, shares and most parts of a date are never text. */
function boundsOf(node: Readonly<Record<string, unknown>>): (readonly [string, unknown])[] {
  const isNumber = 'share' in node || 'balance' in node || 'measure' in node || ('calendar' in node && NUMBERED.has(node.calendar))
  if (!isNumber) return []
  return (['gte', 'gt', 'lte', 'lt', 'eq', 'in'] as const).flatMap((operator) =>
    (Array.isArray(node[operator]) ? node[operator] : [node[operator]])
      .filter((bound) => bound !== undefined && typeof bound !== 'object')
      .map((bound) => [operator, bound] as const),
  )
}

/** Figures that would turn a rule round, or divide by nothing: `least` 1 asks for more than 0, 0 for no less. */
function figuresOf(node: Readonly<Record<string, unknown>>): { readonly place: Path; readonly least: 0 | 1; readonly figure: unknown }[] {
  const inside = (key: string, inner: string): unknown => {
    const value = node[key]
    return value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>)[inner] : undefined
  }
  return [
    ...(typeof node.per === 'object' ? [] : [{ place: ['per'], least: 1 as const, figure: node.per }]),
    { place: ['step'], least: 1, figure: node.step },
    ...('round' in node ? [{ place: ['to'], least: 1 as const, figure: node.to }] : []),
    { place: ['crosses', 'every'], least: 1, figure: inside('crosses', 'every') },
    ...('per' in node && 'max' in node ? [{ place: ['max'], least: 0 as const, figure: node.max }] : []),
    ...(Array.isArray(node.plus) ? [] : [{ place: ['plus', 'n'], least: 0 as const, figure: inside('plus', 'n') }]),
  ]
}

/** Why the engine itself gives a status; an event's grant shows its own id in the same place. */
const OWN_REASONS: ReadonlySet<string> = new Set(['base', 'earned', 'fallen', 'grace', 'kept', 'lifetime', 'opening', 'subscription'])

/** Ends of things that are given once and for all: only a status is looked at again, so only a status may hold while a condition does. */
function plainEnds(definition: ProgramDefinition): { readonly path: Path; readonly until: EndRule | undefined }[] {
  const { currencies = {}, flags = {}, vouchers = {}, earn = [], grants = [], tiers = [], review } = definition
  return [
    ...Object.entries(currencies).flatMap(([id, { lots, idle }]) => [
      { path: ['currencies', id, 'lots', 'until'], until: lots?.until },
      { path: ['currencies', id, 'lots', 'suspend', 'thenUntil'], until: lots?.suspend?.thenUntil },
      { path: ['currencies', id, 'idle', 'suspend', 'thenUntil'], until: idle?.suspend?.thenUntil },
    ]),
    ...Object.entries(flags).map(([id, { until }]) => ({ path: ['flags', id, 'until'], until })),
    ...Object.entries(vouchers).map(([id, { until }]) => ({ path: ['vouchers', id, 'until'], until })),
    ...earn.flatMap(({ lots, posts }, i) => [
      { path: ['earn', i, 'lots', 'until'], until: lots?.until },
      { path: ['earn', i, 'posts', 'by'], until: posts !== undefined && 'by' in posts ? posts.by : undefined },
    ]),
    ...grants.map(({ safeUntil }, i) => ({ path: ['grants', i, 'safeUntil'], until: safeUntil })),
    ...[{ path: ['review'], rule: review }, ...tiers.map((tier, i) => ({ path: ['tiers', i, 'review'], rule: tier.review }))].flatMap(
      ({ path, rule }) => [
        { path: [...path, 'until'], until: rule?.until },
        { path: [...path, 'else', 'until'], until: rule?.else?.until },
      ],
    ),
  ]
}

/** A status does not remember which choice of a list its end came from, and one condition is enough: where neither holds, a `while` with an end of its own may not stand. */
function misplacedWhiles(node: Readonly<Record<string, unknown>>): Path[] {
  const { until } = node
  if (Array.isArray(until)) return until.flatMap((choice: unknown, i) => (isBounded(endOf(choice)) ? [['until', i, 'until']] : []))
  return isBounded(node) && whileOf(node.until) !== undefined ? [['until']] : []
}

function endOf(choice: unknown): unknown {
  return choice !== null && typeof choice === 'object' && 'until' in choice ? choice.until : undefined
}

function isBounded(end: unknown): end is { readonly while: Condition; readonly until: EndRule } {
  return end !== null && typeof end === 'object' && 'while' in end && 'until' in end
}

/** A counter keeps the running window and the one that ended last; any other it could only get wrong. */
function isShifted({ window }: Counter): boolean {
  return typeof window === 'object' && !('rolling' in window) && (window.shift ?? 0) !== 0
}

function unique(rules: readonly { readonly id: string }[], path: Path, issues: Reason[]): void {
  const seen = new Set<string>()
  rules.forEach(({ id }, i) => {
    if (seen.has(id)) issues.push(reason('program.name.twice', 'error', { name: id }, { path: [...path, i, 'id'] }))
    seen.add(id)
  })
}

/** Conversions that happen at once and lead back to where they began would go on forever. */
function reaches(definition: ProgramDefinition, from: string, to: string): boolean {
  const seen = new Set<string>()
  const open = [from]
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    if (here === to) return true
    if (seen.has(here)) continue
    seen.add(here)
    for (const rule of definition.convert ?? []) if (rule.when === 'reached' && rule.from === here) open.push(rule.to)
  }
  return false
}
