/** Random valid programs: one set of names, every part of the language chosen on its own. */

import fc, { type Arbitrary } from 'fast-check'
import { defineProgram, type ProgramDefinition } from 'tierwise/program'

/** Zones with no change of clock, with changes at 02:00 in both hemispheres, and with changes at midnight itself. */
export const ZONES = ['UTC', 'Asia/Shanghai', 'America/New_York', 'Australia/Sydney', 'America/Sao_Paulo', 'Europe/London'] as const

const from = <T>(...choices: readonly T[]): Arbitrary<T> => fc.constantFrom(...choices)
/** Absent in about every other program. */
const maybe = <T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined })

const endRule = from<object | string>(
  'never',
  { plus: { n: '1', unit: 'month' }, last: 'dayBefore' },
  { plus: { n: '3', unit: 'month' }, last: 'sameDate' },
  { plus: { n: '1', unit: 'month' }, align: 'monthEnd' },
  { plus: { n: '40', unit: 'day' }, last: 'dayBefore' },
  { plus: { n: '1', unit: 'year' }, last: 'dayBefore' },
  { endOf: { fixed: 'month' } },
  { endOf: { fixed: 'quarter' }, ahead: 1 },
  { endOf: { fixed: 'year' }, through: { month: 2, day: 'last' } },
  { endOf: { anchored: { n: 6, unit: 'month' }, to: 'enrollment' } },
  [
    { when: { tier: { atLeast: 'silver' } }, until: { plus: { n: '6', unit: 'month' }, last: 'dayBefore' } },
    { until: { plus: { n: '2', unit: 'month' }, last: 'dayBefore' } },
  ],
)

const tierEnd = from<object | string>(
  'never',
  { plus: { n: '3', unit: 'month' }, last: 'dayBefore' },
  { plus: { n: '6', unit: 'month' }, last: 'sameDate' },
  { plus: { n: '1', unit: 'year' }, align: 'monthEnd' },
  { endOf: { fixed: 'quarter' }, ahead: 1 },
  { endOf: { fixed: 'year' }, ahead: 1, through: { month: 2, day: 'last' } },
  { while: { measure: 'spend', gte: '300' } },
)

const window = from<object | string>(
  'lifetime',
  { fixed: 'year' },
  { fixed: 'quarter' },
  { fixed: 'year', starts: { month: 4 } },
  { rolling: { n: 90, unit: 'day' } },
  { rolling: { n: 12, unit: 'month' } },
  { rolling: { n: 3, unit: 'month' }, whole: true },
  { anchored: { n: 6, unit: 'month' }, to: 'enrollment' },
)

const schedule = from<object>(
  { monthly: 31 },
  { monthly: 1, time: '12:00' },
  { yearly: ['02-29', '10-31'] },
  { weekly: 1 },
  { each: { n: 3, unit: 'month' }, after: 'enrollment' },
)

const cap = fc.record({
  max: from('20', '60', '150'),
  per: from<object | string>(
    'event',
    { fixed: 'month' },
    { fixed: 'year' },
    { rolling: { n: 30, unit: 'day' }, whole: true },
    { fromFirst: { n: 30, unit: 'day' } },
  ),
})

const posts = from<object>(
  { after: { n: 3, unit: 'day' } },
  { after: { n: 2, unit: 'workday' } },
  { after: { n: 1, unit: 'month' } },
  { when: { flag: 'active' }, by: { endOf: { fixed: 'month' } } },
)

const review = fc.record(
  {
    at: from<object | string>('end', 'end', { yearly: ['03-31'] }, { monthly: 31 }),
    windows: from('closed' as const, undefined),
    else: from(undefined, { to: 'earned' }, { to: 'oneDown' }, { to: 'base' }, { to: 'supported' }),
    failures: from(undefined, 2),
    grace: from(
      undefined,
      undefined,
      { n: 1, unit: 'month' },
      { n: 3, unit: 'month', last: 'sameDate', retest: { monthly: 1 } },
      { n: 30, unit: 'day', rescuedFrom: 'review' },
    ),
    fallsApart: from(undefined, undefined, { n: 6, unit: 'month' }),
  },
  { requiredKeys: [] },
)

const grant = fc.record(
  {
    until: tierEnd,
    rungs: from('all', 'above'),
    from: from<object | string>('atOnce', 'nextDay', 'nextMonth', { next: { month: 4, day: 1 } }),
    decide: from<object | string>('event', 'event', { monthly: 31 }),
  },
  { requiredKeys: ['until'] },
)

const reverse = fc.record({
  short: from(undefined, 'debt', 'stop', 'pendingOnly'),
  status: from<object | string | undefined>(undefined, 'withdraw', 'keep', { grace: { n: 1, unit: 'month' } }),
  rounds: from(undefined, 'part', 'rest'),
  counts: from(undefined, 'original', 'now'),
  part: from(undefined, 'amount'),
})

const parts = fc.record({
  timeZone: from(...ZONES),
  dayStartsAt: from(undefined, undefined, undefined, '04:00'),
  scale: from(0, 0, 2),
  lots: endRule,
  idle: maybe(
    fc.record(
      { after: from({ n: 2, unit: 'month' }, { n: 45, unit: 'day' }), align: from(undefined, 'monthEnd') },
      { requiredKeys: ['after'] },
    ),
  ),
  suspend: from(undefined, undefined, undefined, {
    while: { tier: { atLeast: 'gold' } },
    thenUntil: { plus: { n: '1', unit: 'month' }, last: 'dayBefore' },
  }),
  consume: from(undefined, 'oldest', 'soonestEnd'),
  floor: from(undefined, undefined, '-50'),
  short: from(undefined, 'debt', 'stop'),
  spendWindow: window,
  spendReset: from(undefined, undefined, ['rise'], ['renew', 'fall']),
  creditWindow: from<object | undefined>(undefined, { fixed: 'year' }, { rolling: { n: 180, unit: 'day' } }),
  rate: from('1', '0.5', '0.0333', '3'),
  per: from(undefined, '10'),
  whole: from(undefined, true),
  round: from('down', 'halfUp', 'halfEven', 'up'),
  byTier: from(undefined, { silver: '1.25', gold: '2' }),
  cap: maybe(cap),
  upTo: from(undefined, undefined, { max: '400', per: { fixed: 'month' } }),
  posts: maybe(posts),
  visit: from(undefined, '7', '-4'),
  award: maybe(from<object>({ every: '250' }, { every: '100', max: 3 }, ['150', '600'])),
  once: maybe(from<object | string>({ fixed: 'month' }, { fixed: 'year' })),
  dated: maybe(schedule),
  tiers: fc.boolean(),
  silver: from('150', '300'),
  gold: from('600', '900'),
  goldToo: from(undefined, undefined, { measure: 'orders', gte: '6' }, { measure: 'credits', gt: '500' }),
  goldEnd: from(undefined, { plus: { n: '20', unit: 'day' }, last: 'dayBefore' }),
  keep: from(undefined, undefined, '100'),
  requires: from(undefined, undefined, 'previous'),
  grant,
  review: maybe(review),
  onTier: from<readonly object[] | undefined>(
    undefined,
    undefined,
    [{ enter: 'gold', give: '25', to: 'points' }],
    [{ leave: 'gold', forfeit: 'points' }],
    [
      { enter: 'silver', redate: 'points' },
      { enter: 'gold', emit: 'welcome' },
    ],
  ),
  lifetime: from(undefined, undefined, undefined, [{ tier: 'silver', when: { measure: 'orders', gte: '8' } }]),
  convert: from(undefined, undefined, { when: 'reached' }, { when: { monthly: 31 } }),
  step: from(undefined, '5'),
  limit: maybe(from<object>({ max: '120', per: { fixed: 'month' }, refusal: 'too-much' })),
  reverse,
  giveBack: from(undefined, true),
  reversible: from(undefined, { n: 60, unit: 'day' }),
  closure: from(undefined, undefined, undefined, undefined, { after: { n: 5, unit: 'month' }, activity: ['purchase', 'visit'] }),
})

type Parts = typeof parts extends Arbitrary<infer T> ? T : never

export interface DefinitionOptions {
  readonly lateness?: { readonly n: number; readonly unit: string }
  /** Leaves out what a refund, by its nature, cannot bring back: resets, forfeits, conversions, statuses that are kept. */
  readonly undoable?: boolean
}

export function definitions(options: DefinitionOptions = {}): Arbitrary<ProgramDefinition> {
  return parts.map((chosen) => defineProgram(definitionOf(chosen, options)))
}

/** The plain JSON of a random program, for those who want to spoil it. */
export function configs(options: DefinitionOptions = {}): Arbitrary<unknown> {
  return parts.map((chosen) => definitionOf(chosen, options))
}

function definitionOf(p: Parts, { lateness, undoable }: DefinitionOptions): unknown {
  const hasTiers = p.tiers || p.byTier !== undefined
  return plain({
    kind: 'program',
    format: 1,
    id: 'random',
    timeZone: p.timeZone,
    currency: 'USD',
    calendar: p.dayStartsAt === undefined ? undefined : { dayStartsAt: p.dayStartsAt, holidays: ['2016-12-25', '2017-01-02'] },
    lateness,
    reversible: p.reversible,
    flags: { active: { on: 'visit', until: { endOf: { fixed: 'month' } } } },
    measures: {
      spend: { from: 'purchase', aggregate: 'sum', window: p.spendWindow, reset: undoable ? undefined : p.spendReset },
      orders: { from: 'purchase', aggregate: 'count' },
      credits: { earned: 'points', window: p.creditWindow },
      shops: { from: 'purchase', value: 'shop', aggregate: 'distinct', window: { fixed: 'year' } },
      largest: { from: 'purchase', aggregate: 'max', window: p.spendWindow },
      newest: { from: 'purchase', aggregate: 'latest', window: { rolling: { n: 60, unit: 'day' } } },
      usual: { from: 'purchase', aggregate: 'mean', window: p.spendWindow },
    },
    tiers: tiersOf(p, undoable === true, hasTiers),
    grant: hasTiers ? (undoable ? undoableGrant(p.grant) : p.grant) : undefined,
    review: hasTiers ? p.review : undefined,
    lifetime: hasTiers && !undoable ? p.lifetime : undefined,
    onTier: hasTiers && !undoable ? p.onTier : undefined,
    currencies: {
      points: {
        scale: p.scale,
        lots: { until: hasTiers || !Array.isArray(p.lots) ? p.lots : 'never', suspend: hasTiers ? p.suspend : undefined },
        idle: undoable ? undefined : p.idle,
        consume: p.consume,
        floor: p.floor,
        short: undoable ? undefined : p.short,
      },
      miles: {},
    },
    earn: [
      {
        id: 'base',
        on: 'purchase',
        to: 'points',
        rate: p.rate,
        per: p.per,
        whole: p.whole,
        round: p.round,
        byTier: p.byTier,
        cap: p.cap,
        upTo: p.upTo,
        posts: p.posts,
      },
      ...(p.visit === undefined ? [] : [{ id: 'visit', on: 'visit', to: 'points', value: p.visit }]),
    ],
    awards: undoable
      ? []
      : [
          ...(p.award === undefined ? [] : [{ id: 'mark', measure: 'spend', crosses: p.award, give: '15', to: 'points' }]),
          ...(p.once === undefined ? [] : [{ id: 'once', once: p.once, when: { measure: 'spend', gte: '80' }, give: '9', to: 'points' }]),
          ...(p.dated === undefined ? [] : [{ id: 'dated', at: p.dated, when: { measure: 'spend', gte: '1' }, give: '3', to: 'points' }]),
        ],
    convert:
      p.convert === undefined || undoable
        ? []
        : [{ id: 'fly', from: 'points', step: '50', minimum: '200', to: 'miles', give: '7', ...p.convert }],
    redeem: [
      {
        id: 'spend',
        on: 'redeem',
        from: 'points',
        amount: 'points',
        step: p.step,
        limits: p.limit === undefined ? undefined : [p.limit],
        value: { times: ['redeemed', '0.01'] },
      },
    ],
    reverse: [
      { id: 'refund', on: 'refund', of: ['purchase'], ...(undoable ? { part: p.reverse.part, rounds: p.reverse.rounds } : p.reverse) },
      { id: 'undo', on: 'undo', of: ['redeem'], giveBack: p.giveBack },
    ],
    closure: undoable ? undefined : p.closure,
  })
}

/** Under `all` every event renews what still holds, a refund too; and what holds only while it is met is not brought back. */
function undoableGrant(rule: Parts['grant']): object {
  const isOpen = typeof rule.until === 'object' && 'while' in rule.until
  return { ...rule, rungs: 'above', until: isOpen ? 'never' : rule.until }
}

function tiersOf(p: Parts, undoable: boolean, hasTiers: boolean): readonly object[] {
  if (!hasTiers && p.suspend === undefined) return [{ id: 'base' }, { id: 'silver' }, { id: 'gold' }]
  const first = { measure: 'spend', gte: p.silver }
  const second = { measure: 'spend', gte: p.gold }
  return [
    { id: 'base' },
    { id: 'silver', enter: first, keep: p.keep === undefined || undoable ? undefined : { measure: 'spend', gte: p.keep } },
    {
      id: 'gold',
      enter: p.goldToo === undefined ? second : { any: [second, p.goldToo] },
      requires: undoable ? undefined : p.requires,
      grant: p.goldEnd === undefined || undoable ? undefined : { until: p.goldEnd },
    },
  ]
}

/** Without what is undefined. */
function plain(config: unknown): unknown {
  return JSON.parse(JSON.stringify(config))
}
