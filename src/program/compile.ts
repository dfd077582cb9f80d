/** Definition → program made ready. Only `defineProgram` and `adoptProgram` carry it; verbs ask for the form. */

import { addExact, compareExact, divideExact, type Exact, exactUnits, fromUnits, readExact, subtractExact } from '../core/decimal/exact.js'
import { hashOf } from '../core/hash.js'
import { compileCondition } from '../core/language/compile-condition.js'
import { compileValue } from '../core/language/compile-value.js'
import type { Condition } from '../core/language/condition.js'
import { compileEnd, type EndGetter, type EndRule, whileOf } from '../core/language/end.js'
import { factScope } from '../core/language/fact-scope.js'
import type { Datum, NumberGetter, Scope, Test } from '../core/language/scope.js'
import type { Value } from '../core/language/value.js'
import { measureReader } from '../core/measure/compile.js'
import { calendarOf } from '../core/time/calendar.js'
import { addMonths, type Day, parseDate } from '../core/time/civil.js'
import { addLength, addUnits, endOfUnit } from '../core/time/length.js'
import type { Window } from '../core/time/window.js'
import { readyLifecycle } from '../lifecycle/compile.js'
import type { Cap, Currency, EarnRule, RedeemRule } from '../points/definition.js'
import { balanceOf } from '../points/purse.js'
import type { GrantRule, PricedBenefit, Review, Schedule, Way } from '../tiers/definition.js'
import { readCounter } from './counters.js'
import type { Award, ConversionRule, Counter, ProgramDefinition, TierMove } from './definition.js'
import type {
  AskForm,
  AwardForm,
  BenefitForm,
  CapForm,
  ConversionForm,
  CounterForm,
  CurrencyForm,
  EarnForm,
  FlagForm,
  GrantForm,
  Horizon,
  LimitForm,
  Opener,
  OpenForm,
  Program,
  RedeemForm,
  ReverseForm,
  ReviewForm,
  TierForm,
  TransferForm,
  TypeForm,
  VoucherForm,
} from './form.js'
import { attachProgram } from './form.js'
import { isOverride, statusOf } from './grants.js'
import { belong, memberReader } from './members.js'
import { needsOf } from './needs.js'
import { asksOf, dutiesOf, effectsOf, hasOf, waitsOf } from './order.js'
import type { Run } from './run.js'
import { nextTime } from './schedule.js'
import { stageOf } from './stage.js'
import { streakForm } from './streak.js'

const ALWAYS = (): boolean => true

/** The verbs of programs take it from now on, and those of lifecycles the lifecycle inside: it is one like any other. */
export function readyProgram(program: ProgramDefinition): ProgramDefinition {
  if (program.lifecycle !== undefined) readyLifecycle(program.lifecycle)
  return attachProgram(program, compileProgram)
}

export function compileProgram(definition: ProgramDefinition): Program {
  const calendar = calendarOf(definition)
  const counters: Record<string, CounterForm> = Object.create(null)
  const currencies: Record<string, CurrencyForm> = Object.create(null)
  const tierIds = (definition.tiers ?? []).map((tier) => tier.id)
  const named = new Map<string, NumberGetter<Run>>()
  const memberNames = new Set<string>()
  let remembersEarned = (definition.earn ?? []).some(({ round }) => typeof round === 'object')
  let program: Program

  const words = factScope<Run>(calendar.zone, definition.currency)
  let readsCurrency = false
  const scope: Scope<Run> = {
    ...words,
    field: (name) => {
      if (name === 'currency') readsCurrency = true
      return words.field(name)
    },
    measure: (id, closed) => (run) => {
      const counter = counters[id]
      return counter === undefined ? undefined : readCounter(run, counter, closed || run.closed)
    },
    balance: (id) => (run) => {
      const purse = run.books.purses[id]
      return fromUnits(purse === undefined ? 0 : balanceOf(purse), currencies[id]?.scale ?? 0)
    },
    member: (name) => {
      memberNames.add(name)
      return (run) => (Object.hasOwn(run.books.member, name) ? (run.books.member[name] as Datum) : undefined)
    },
    flag: (id) => (run) => {
      const flag = run.books.flags[id]
      return flag !== undefined && (flag.until === null || flag.until >= run.day)
    },
    earned: (rules) => {
      remembersEarned = true
      return (run) => {
        let total: Exact | undefined
        for (const rule of rules) {
          const units = run.earned.get(rule)
          if (units !== undefined) total = total === undefined ? units : addExact(total, units)
        }
        return total
      }
    },
    rankOf: (tier) => tierIds.indexOf(tier),
    tierRank: (run) => run.rank,
    earnedRank: (run) => {
      for (let i = program.tiers.length - 1; i > 0; i--) if (program.tiers[i].ways.some((way) => way.when(run))) return i
      return -1
    },
    named: (name) => (name === 'redeemed' ? (run) => run.redeemed : named.get(name)),
  }
  const test = (condition: Condition | undefined): Test<Run> => (condition === undefined ? ALWAYS : compileCondition(condition, scope))
  const value = (one: Value): NumberGetter<Run> => compileValue(one, scope)
  const optional = (one: Value | undefined): NumberGetter<Run> | undefined => (one === undefined ? undefined : value(one))
  const end = (rule: EndRule): EndGetter<Run> => compileEnd(rule, scope, (run) => ({ anchors: run.books.anchors, termEnd: termEndOf(run) }))

  for (const [name, one] of Object.entries(definition.values ?? {})) {
    // A value may use those named before it.
    named.set(name, value(one))
  }
  const schedules = new Map<string, Schedule>()
  const scheduleKey = (schedule: Schedule): string => {
    const key = JSON.stringify(schedule)
    schedules.set(key, schedule)
    return key
  }
  const decideKey = (decide: GrantRule['decide']): string =>
    decide === undefined || decide === 'event' ? 'event' : 'on' in decide ? `on ${decide.on}` : scheduleKey(decide)

  for (const [id, counter] of Object.entries(definition.measures ?? {})) counters[id] = compileCounter(id, counter, scope)
  for (const [id, currency] of Object.entries(definition.currencies ?? {})) {
    const own = Object.entries(definition.measures ?? {}).flatMap(([name, counter]) =>
      'earned' in counter && counter.earned === id ? [counters[name]] : [],
    )
    currencies[id] = compileCurrency(id, currency, own, test, end)
  }

  const horizons: Horizon[] = []
  const watch = (condition: Condition | undefined): void => {
    if (condition !== undefined) horizons.push(horizonOf(condition, counters, definition))
  }
  for (const currency of Object.values(definition.currencies ?? {})) {
    watch(currency.lots?.suspend?.while)
    watch(currency.idle?.suspend?.while)
  }

  let hasBounded = false
  const openOf = (until: EndRule): OpenForm | undefined => {
    const condition = whileOf(until)
    watch(condition)
    if (condition === undefined) return undefined
    const isBounded = typeof until === 'object' && 'while' in until && until.until !== undefined
    hasBounded ||= isBounded
    return { condition, test: test(condition), isBounded }
  }

  const tiers: TierForm[] = (definition.tiers ?? []).map((tier, rank) => {
    const rule: GrantRule = rank === 0 ? (tier.grant ?? {}) : { ...definition.grant, ...tier.grant }
    const ways: readonly Way[] = tier.enter === undefined ? [] : isWays(tier.enter) ? tier.enter : [{ when: tier.enter }]
    const review = rank === 0 ? undefined : (tier.review ?? definition.review)
    return {
      id: tier.id,
      rank,
      ways: ways.map((way, index) => {
        const merged: GrantRule = { ...rule, ...way }
        const until = merged.until ?? 'never'
        return {
          when: test(way.when),
          condition: way.when,
          index,
          rule: merged,
          decide: decideKey(merged.decide),
          until: end(until),
          endsByWindow: typeof until === 'object' && 'endOf' in until && until.endOf !== 'term',
          open: openOf(until),
          counters: horizonOf(way.when, counters, definition).counters,
        }
      }),
      keep: tier.keep === undefined ? undefined : test(tier.keep),
      requires: tier.requires === undefined ? -1 : tier.requires === 'previous' ? rank - 1 : tierIds.indexOf(tier.requires),
      until: end(rule.until ?? 'never'),
      hasTerm: rule.until !== undefined && rule.until !== 'never',
      open: openOf(rule.until ?? 'never'),
      review: review === undefined ? undefined : compileReview(review, end, decideKey),
    }
  })

  const earn = (definition.earn ?? []).map((rule) => compileEarn(rule, currencies[rule.to], { test, value, optional, end }))
  const reverses = (definition.reverse ?? []).map(
    (rule): ReverseForm => ({
      rule,
      where: test(rule.where),
      link: typeof rule.link === 'object' ? rule.link.shared : (rule.link ?? 'refersTo'),
      isShared: typeof rule.link === 'object',
      part: optional(rule.part),
      of: new Set(rule.of),
    }),
  )
  const openers: [string, Opener][] = []
  for (const [id, counter] of Object.entries(definition.measures ?? {})) {
    if ('opens' in counter && counter.opens) {
      for (const { on, from, length } of counter.opens)
        openers.push([on, { counter: counters[id], from: from ?? 'day', lengthOf: (start) => addLength(start, length) }])
    }
  }
  const conversions = (definition.convert ?? []).map(
    (rule): ConversionForm => ({
      rule,
      ask: typeof rule.when === 'object' && 'on' in rule.when ? compileAsk(rule.id, rule.when, { test, value, optional }) : undefined,
      step: value(rule.step),
      minimum: rule.minimum === undefined ? () => 0 : value(rule.minimum),
      give: value(rule.give),
      schedule: rule.when === 'reached' || 'on' in rule.when ? undefined : scheduleKey(rule.when),
    }),
  )
  const awards = (definition.awards ?? []).map(
    (rule): AwardForm => ({
      rule,
      when: test(rule.when),
      give: value(rule.give),
      schedule: 'at' in rule ? scheduleKey(rule.at) : undefined,
      thresholds: 'crosses' in rule ? thresholdsOf(rule.crosses) : undefined,
    }),
  )
  const counterList = Object.values(counters)
  const resets = (move: TierMove): CounterForm[] =>
    counterList.filter((counter) => definition.measures?.[counter.id].reset?.includes(move) ?? false)
  const flags: [string, FlagForm][] = Object.entries(definition.flags ?? {}).flatMap(([id, flag]): [string, FlagForm][] => {
    const { off } = flag
    const where = test(flag.where)
    const until = flag.until === undefined ? undefined : end(flag.until)
    const sets: [string, FlagForm] = [flag.on, { id, sets: true, usedUp: false, where, until }]
    if (off === undefined) return [sets]
    const clears = { id, sets: false, until: undefined }
    if (typeof off === 'string') return [sets, [off, { ...clears, usedUp: false, where }]]
    return [sets, [off.on, { ...clears, usedUp: off.usedUp ?? false, where: test(off.where) }]]
  })
  const transfers = (definition.transfer ?? []).map((rule): TransferForm => ({ rule, where: test(rule.where), amount: value(rule.amount) }))
  const redeem = (definition.redeem ?? []).map((rule) => compileRedeem(rule, { test, value, optional }))
  const grants = (definition.grants ?? []).map(
    (rule): GrantForm => ({
      rule,
      where: test(rule.where),
      when: test(rule.when),
      tier: typeof rule.tier === 'string' ? () => rule.tier as string : scope.field(rule.tier.field),
      until: end(rule.until),
      open: openOf(rule.until),
      safeUntil: rule.safeUntil === undefined ? undefined : end(rule.safeUntil),
      price: optional(rule.price),
    }),
  )
  const overrides = grants.flatMap(({ rule }) => (rule.wins === 'always' ? [rule.id] : []))
  const refuse = (definition.refuse ?? []).map((rule) => ({ on: rule.on, when: test(rule.when), refusal: rule.refusal }))
  const benefit = (rule: PricedBenefit): BenefitForm => ({
    rule,
    when: test(rule.when),
    where: rule.where === undefined ? undefined : test(rule.where),
  })
  const vouchers: Record<string, VoucherForm> = Object.create(null)
  for (const [id, rule] of Object.entries(definition.vouchers ?? {})) {
    vouchers[id] = {
      id,
      rule,
      where: test(rule.issue?.where),
      count: optional(rule.issue?.count) ?? (() => 1),
      until: end(rule.until),
      gives: benefit(rule.gives),
      on: new Set(rule.on === undefined ? ['purchase'] : typesOf(rule.on)),
    }
  }
  const askedWays = tiers.flatMap((tier) => tier.ways.map((way) => ({ tier, way })))
  const anchorTypes = anchorsOf(definition)
  const { subscription } = definition
  const subscribing = new Set(
    subscription === undefined
      ? []
      : [
          subscription.start,
          subscription.renew,
          subscription.change,
          subscription.changeAtRenewal,
          subscription.cancel,
          subscription.trial?.on,
          subscription.charge?.on,
        ],
  )
  const formOf = (type: string): TypeForm => {
    const earning = earn.filter(({ rule }) => typesOf(rule.on).includes(type))
    const form: Omit<TypeForm, 'asks' | 'needs'> = {
      refuse: refuse.filter(({ on }) => on === type),
      isAnchor: anchorTypes.has(type),
      flags: flags.flatMap(([on, flag]) => (on === type ? [flag] : [])),
      openers: openers.flatMap(([on, opener]) => (on === type ? [opener] : [])),
      subscribes: subscribing.has(type),
      grants: grants.filter(({ rule }) => rule.on === type),
      conversions: conversions.filter(({ rule }) => typeof rule.when === 'object' && 'on' in rule.when && rule.when.on === type),
      transfers: transfers.filter(({ rule }) => rule.out === type || rule.in === type),
      redeem: redeem.filter(({ rule }) => rule.on === type),
      reverse: reverses.filter(({ rule }) => rule.on === type),
      earn: earning,
      sums: earning.some((form) => form.with.length > 0),
      counters: counterList.filter(({ reader }) => reader?.types.has(type) ?? false),
      asked: askedWays.filter(({ way }) => way.decide === `on ${type}`),
      vouchers: Object.values(vouchers).filter(({ rule }) => rule.issue?.on === type),
      usesVouchers: Object.values(vouchers).some(({ on }) => on.has(type)),
      reversible: reverses.some(({ of }) => of.has(type)),
      keepsOpen: definition.closure?.activity.includes(type) ?? false,
    }
    return { ...form, needs: needsOf(definition, type, form, readsCurrency), asks: asksOf(type, form) }
  }
  const currencyList = Object.values(currencies)
  const idle = currencyList.filter((currency) => currency.idleEnd !== undefined)
  const typeNames = new Set<string>([
    'opening',
    'enroll',
    ...(definition.members === undefined ? [] : [definition.members.join, definition.members.leave]),
    ...idle.flatMap(({ activity }) => [...(activity?.keys() ?? [])]),
    ...earn.flatMap(({ rule }) => typesOf(rule.on)),
    ...refuse.map(({ on }) => on),
    ...anchorTypes,
    ...flags.map(([on]) => on),
    ...openers.map(([on]) => on),
    ...[...subscribing].filter((type) => type !== undefined),
    ...grants.map(({ rule }) => rule.on),
    ...conversions.flatMap(({ rule }) => (typeof rule.when === 'object' && 'on' in rule.when ? [rule.when.on] : [])),
    ...redeem.map(({ rule }) => rule.on),
    ...transfers.flatMap(({ rule }) => [rule.out, rule.in]),
    ...reverses.flatMap(({ rule }) => [rule.on, ...rule.of]),
    ...counterList.flatMap(({ reader }) => [...(reader?.types ?? [])]),
    ...askedWays.flatMap(({ way }) => (way.decide.startsWith('on ') ? [way.decide.slice(3)] : [])),
    ...(definition.closure?.activity ?? []),
    ...Object.values(vouchers).flatMap(({ rule, on }) => [...on, ...(rule.issue === undefined ? [] : [rule.issue.on])]),
  ])
  const plans = new Map((definition.subscription?.plans ?? []).map((plan) => [plan.id, optional(plan.price)]))

  const waysByDecide = groupBy(askedWays.map((asked) => [asked.way.decide, asked] as const))
  const suspensions = currencyList.filter((currency) => currency.suspended !== undefined)
  const reachedConversions = conversions.filter(({ rule }) => rule.when === 'reached')
  const hasFlags = flags.length > 0
  const changing = horizons.filter((horizon) => horizon.daily || horizon.counters.length > 0)
  const has = hasOf({
    definition,
    counters,
    currencyList,
    tiers,
    awards,
    reachedConversions,
    suspensions,
    idle,
    hasFlags,
    horizons: changing,
  })
  const made: Program = {
    definition,
    scratch: { run: undefined },
    types: new Map([...typeNames].map((type) => [type, formOf(type)])),
    noForm: formOf(''),
    hash: hashOf(definition),
    calendar,
    scope,
    firstOfNextMonth: (day) => addMonths(day, 1, 1),
    counters,
    resets: { rise: resets('rise'), renew: resets('renew'), fall: resets('fall') },
    currencies,
    currencyList,
    idle,
    suspensions,
    tiers,
    lifetime: (definition.lifetime ?? []).map((rule) => ({ tier: rule.tier, when: test(rule.when) })),
    waysByDecide,
    eventWays: waysByDecide.get('event'),
    earnById: new Map(earn.map((form) => [form.rule.id, form])),
    awards,
    reachedAwards: awards.filter(({ schedule }) => schedule === undefined),
    conversions,
    reachedConversions,
    redeemById: new Map(redeem.map((form) => [form.rule.id, form])),
    sharedFields: [...new Set(reverses.flatMap(({ link, isShared }) => (isShared ? [link] : [])))].map((field) => ({
      field,
      get: scope.field(field),
    })),
    amount: scope.field('amount'),
    vouchers,
    benefits: (definition.benefits ?? []).map(benefit),
    tierBenefits: (definition.tiers ?? []).map((tier) =>
      (tier.benefits ?? []).flatMap((one) => (typeof one === 'string' ? [] : [benefit(one)])),
    ),
    openGrants: new Map(grants.flatMap(({ rule, open }) => (open === undefined ? [] : [[rule.id, open]]))),
    hasBounded,
    overrides: overrides.length > 0 ? new Set(overrides) : undefined,
    hasFlags,
    enrollWhen: definition.enrollment?.when === undefined ? undefined : test(definition.enrollment.when),
    schedules: [...schedules].map(([key, schedule]) => ({
      key,
      next: nextTime(schedule, calendar),
      anchor: 'each' in schedule ? schedule.after : undefined,
      memo: { after: 0, at: null, day: undefined },
    })),
    effects: (definition.onTier ?? []).map((rule) => ({ rule, give: 'give' in rule ? value(rule.give) : undefined })),
    price: (name) =>
      plans.get(name) ??
      grants.find(({ rule, price }) => price !== undefined && rule.tier === name)?.price ??
      grants.find(({ rule, price }) => price !== undefined && typeof rule.tier === 'object')?.price,
    memberNames,
    horizons: changing,
    remembersEarned,
    stage: stageOf(definition),
    belong: definition.members === undefined ? undefined : belong,
    effectsOfFacts: effectsOf(definition.pipeline ?? ['earn', 'count', 'award', 'tier'], has),
    waits: waitsOf(has),
    duties: dutiesOf(has),
    lateness: definition.lateness ?? { n: 0, unit: 'day' },
    reversibleFor: definition.reversible ?? { n: 12, unit: 'month' },
  }
  program = made
  return made

  function termEndOf(run: Run): Day | null {
    let latest: Day | null | undefined
    const status = statusOf(run)
    for (const grant of run.books.grants) {
      if (grant.tier !== status || grant.from > run.day || isOverride(run, grant)) continue
      latest = grant.to === null || latest === null ? null : latest === undefined ? grant.to : Math.max(latest, grant.to)
    }
    return latest ?? null
  }
}

function compileCounter(id: string, counter: Counter, scope: Scope<Run>): CounterForm {
  const window: Window = counter.window ?? 'lifetime'
  const rolling = typeof window === 'object' && 'rolling' in window
  const opens = 'opens' in counter ? (counter.opens ?? []) : []
  const hasClosed = opens.length > 0 || (counter.reset?.length ?? 0) > 0 || (typeof window === 'object' && !rolling)
  if ('earned' in counter) {
    return {
      id,
      aggregate: 'sum',
      window,
      rolling,
      hasClosed,
      opens,
      reader: undefined,
      streak: undefined,
      perMember: undefined,
      by: counter.by === undefined ? undefined : new Set(counter.by),
      cap: undefined,
      empty: 0,
      anchor: anchorOf(window),
      memo: { day: undefined, anchor: undefined, span: undefined },
    }
  }
  const reader = measureReader<Run>(counter, scope)
  return {
    id,
    aggregate: counter.aggregate,
    window,
    rolling,
    hasClosed,
    opens,
    reader,
    streak: counter.aggregate === 'streak' ? streakForm(reader) : undefined,
    perMember: counter.perMember === undefined ? undefined : { mode: counter.perMember, read: memberReader(counter.perMember) },
    by: undefined,
    cap: reader.cap,
    empty: reader.empty,
    anchor: anchorOf(window),
    memo: { day: undefined, anchor: undefined, span: undefined },
  }
}

function anchorOf(window: Window): string | undefined {
  return typeof window === 'object' && 'anchored' in window ? window.to : undefined
}

function compileCurrency(
  id: string,
  currency: Currency,
  counters: readonly CounterForm[],
  test: (condition: Condition | undefined) => Test<Run>,
  end: (rule: EndRule) => EndGetter<Run>,
): CurrencyForm {
  const scale = currency.scale ?? 0
  const suspend = currency.lots?.suspend ?? currency.idle?.suspend
  const idle = currency.idle
  return {
    id,
    definition: currency,
    scale,
    floor: currency.floor === undefined ? 0 : exactUnits(readExact(currency.floor) ?? 0, scale, 'down'),
    until: currency.lots === undefined ? undefined : end(currency.lots.until),
    idleEnd:
      idle === undefined
        ? undefined
        : (active) => {
            const last = addLength(active, idle.after)
            return idle.align === 'monthEnd' ? endOfUnit(last, 'month') : last
          },
    activity:
      idle?.activity === undefined
        ? undefined
        : new Map(idle.activity.map((one) => (typeof one === 'string' ? ([one, false] as const) : ([one.earns, true] as const)))),
    suspended: suspend === undefined ? undefined : test(suspend.while),
    afterSuspension: suspend?.thenUntil === undefined ? undefined : end(suspend.thenUntil),
    consume: currency.consume ?? 'oldest',
    short: currency.short ?? 'debt',
    counters,
  }
}

interface Builders {
  readonly test: (condition: Condition | undefined) => Test<Run>
  readonly value: (one: Value) => NumberGetter<Run>
  readonly optional: (one: Value | undefined) => NumberGetter<Run> | undefined
}

function compileCap(cap: Cap, key: string, value: Builders['value']): CapForm {
  return { key: cap.shared ?? key, max: value(cap.max), per: cap.per, memo: { day: undefined, anchor: undefined, from: null } }
}

function compileEarn(
  rule: EarnRule,
  currency: CurrencyForm,
  { test, value, optional, end }: Builders & { end: (rule: EndRule) => EndGetter<Run> },
): EarnForm {
  const base = rule.rate === undefined ? () => 1 : value(rule.rate)
  const caps = rule.cap === undefined ? [] : isCaps(rule.cap) ? rule.cap : [rule.cap]
  const { posts } = rule
  return {
    rule,
    currency,
    isPlain: posts === undefined && rule.lots === undefined,
    where: test(rule.where),
    value: value(rule.value ?? 'amount'),
    per: optional(rule.per) ?? (() => 1),
    rate: rule.byTier === undefined ? base : value({ byTier: rule.byTier, else: rule.rate ?? 1 }),
    mode: rule.round === undefined ? undefined : typeof rule.round === 'string' ? rule.round : rule.round.mode,
    with: typeof rule.round === 'object' ? rule.round.with : [],
    upTo: rule.upTo === undefined ? undefined : compileCap(rule.upTo, `${rule.id} up to`, value),
    caps: caps.map((cap, i) => compileCap(cap, `${rule.id} cap ${i}`, value)),
    until: rule.lots?.until === undefined ? undefined : end(rule.lots.until),
    usableFrom: rule.lots?.usableFrom === undefined ? undefined : parseDate(rule.lots.usableFrom),
    postsAfter: posts !== undefined && 'after' in posts && 'endOf' in posts.after ? end({ endOf: posts.after.endOf }) : undefined,
    holdWhile: posts !== undefined && 'when' in posts ? test(posts.when) : undefined,
    holdBy: posts !== undefined && 'when' in posts ? end(posts.by) : undefined,
    from: rule.effectiveFrom === undefined ? Number.NEGATIVE_INFINITY : parseDate(rule.effectiveFrom),
    through: rule.effectiveThrough === undefined ? Number.POSITIVE_INFINITY : parseDate(rule.effectiveThrough),
  }
}

function compileRedeem(rule: RedeemRule, { test, value, optional }: Builders): RedeemForm {
  return {
    rule,
    where: test(rule.where),
    amount: value(rule.amount),
    checks: (rule.checks ?? []).map((check) => ({ when: test(check.when), refusal: check.refusal })),
    step: optional(rule.step),
    minimum: optional(rule.minimum),
    value: optional(rule.value),
    limits: (rule.limits ?? []).map((limit, i) => ({ ...compileLimit(limit, rule.id, i, value), ofValue: limit.of === 'value' })),
  }
}

function compileAsk(id: string, ask: Ask, { test, value, optional }: Builders): AskForm {
  return {
    where: test(ask.where),
    amount: value(ask.amount),
    minimum: optional(ask.minimum),
    limits: (ask.limits ?? []).map((limit, i) => compileLimit(limit, `convert ${id}`, i, value)),
  }
}

type Ask = Extract<ConversionRule['when'], { readonly on: string }>

function compileLimit(limit: Cap & { readonly refusal: string }, id: string, i: number, value: Builders['value']): LimitForm {
  return { ...compileCap(limit, `${id} limit ${i}`, value), refusal: limit.refusal }
}

function compileReview(
  review: Review,
  end: (rule: EndRule) => EndGetter<Run>,
  decideKey: (decide: GrantRule['decide']) => string,
): ReviewForm {
  const { grace } = review
  return {
    rule: review,
    at: review.at === undefined || review.at === 'end' ? 'end' : decideKey(review.at),
    until: review.until === undefined ? undefined : end(review.until),
    fallUntil: review.else?.until === undefined ? undefined : end(review.else.until),
    graceEnd: grace === undefined ? undefined : (day) => addUnits(day, grace.n, grace.unit) - (grace.last === 'sameDate' ? 0 : 1),
    retest: grace?.retest === undefined || grace.retest === 'event' ? 'event' : decideKey(grace.retest),
  }
}

/** How many thresholds a value has reached. */
function thresholdsOf(crosses: Extract<Award, { crosses: unknown }>['crosses']): (value: Exact) => number {
  if (isPoints(crosses)) {
    const points = crosses.map((point) => readExact(point) ?? 0)
    return (value) => points.filter((point) => compareExact(value, point) >= 0).length
  }
  const every = readExact(crosses.every) ?? 1
  const from = crosses.from === undefined ? every : (readExact(crosses.from) ?? every)
  const max = crosses.max ?? Number.MAX_SAFE_INTEGER
  return (value) => {
    if (compareExact(value, from) < 0) return 0
    const beyond = divideExact(subtractExact(value, from), every) ?? 0
    return Math.min(max, 1 + exactUnits(beyond, 0, 'down'))
  }
}

function isPoints(crosses: Extract<Award, { crosses: unknown }>['crosses']): crosses is readonly (string | number)[] {
  return Array.isArray(crosses)
}

/** Anchors named by windows and schedules that are fact types. */
function anchorsOf(definition: ProgramDefinition): ReadonlySet<string> {
  const types = new Set<string>()
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return
    const object = node as Readonly<Record<string, unknown>>
    if ('anchored' in object && typeof object.to === 'string') types.add(object.to)
    if ('each' in object && typeof object.after === 'string') types.add(object.after)
    for (const inner of Object.values(object)) visit(inner)
  }
  const { lifecycle: _, ...rest } = definition
  visit(rest)
  for (const own of ['enrollment', 'enrollmentMonth', 'subscription']) types.delete(own)
  return types
}

/** Which of a condition's operands can change by time alone. */
function horizonOf(condition: unknown, counters: Readonly<Record<string, CounterForm>>, definition: ProgramDefinition): Horizon {
  let daily = false
  const found = new Set<CounterForm>()
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return
    const object = node as Readonly<Record<string, unknown>>
    if ('calendar' in object || 'yearsSince' in object) daily = true
    if (typeof object.flag === 'string' && definition.flags?.[object.flag]?.until !== undefined) daily = true
    for (const id of [object.measure, ...(typeof object.share === 'object' && object.share ? Object.values(object.share) : [])]) {
      const counter = typeof id === 'string' ? counters[id] : undefined
      if (counter?.rolling) daily = true
      else if (counter && counter.window !== 'lifetime') found.add(counter)
    }
    for (const inner of Object.values(object)) visit(inner)
  }
  visit(condition)
  return { daily, counters: [...found] }
}

function groupBy<V>(pairs: readonly (readonly [string, V])[]): ReadonlyMap<string, readonly V[]> {
  const groups = new Map<string, V[]>()
  for (const [key, item] of pairs) {
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

function typesOf(on: string | readonly string[]): readonly string[] {
  return typeof on === 'string' ? [on] : on
}

function isWays(enter: Condition | readonly Way[]): enter is readonly Way[] {
  return Array.isArray(enter)
}

function isCaps(cap: Cap | readonly Cap[]): cap is readonly Cap[] {
  return Array.isArray(cap)
}
