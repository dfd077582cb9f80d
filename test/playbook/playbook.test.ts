import { retailLifecycle } from 'tierwise/lifecycle'
import {
  definePlaybook,
  lintPlaybook,
  nextActionTable,
  nextBestActions,
  type PlaybookDefinition,
  planActions,
  safeDefinePlaybook,
  standardPlaybook,
} from 'tierwise/playbook'
import { describe, expect, test } from 'vitest'
import { generator } from '../lifecycle/machines.js'
import { cases } from '../support/cases.js'

const tiers = { top: ['gold'], middle: ['silver'], base: ['member'] }
const standard = standardPlaybook({ timeZone: 'Asia/Shanghai', tiers })
const asOf = '2026-11-01'
const gold = { customerId: 'ann', stage: 'atRisk', tier: 'gold', expectedValue: '2000', valueAtRisk: '1200', enrolled: true }
const ids = (customer: Parameters<typeof nextBestActions>[1], playbook = standard): string[] =>
  nextBestActions(playbook, customer, { asOf }).actions.map(({ action }) => action)

function book(actions: readonly object[], more: object = {}): PlaybookDefinition {
  return definePlaybook({ kind: 'playbook', format: 1, id: 'own', timeZone: 'UTC', actions, ...more })
}

describe('next best actions', () => {
  test('a gold customer at risk is visited before anything is offered, and gets personal service', () => {
    expect(ids(gold)).toEqual(['visit', 'manager-call', 'retention-offer', 'reminder', 'personal-service'])
    expect(nextBestActions(standard, gold, { asOf }).actions[0]).toMatchObject({
      value: '300',
      cost: '50',
      channel: 'visit',
      strategy: 'retain',
    })
  })

  test('an open complaint comes first and stops every offer', () => {
    expect(ids({ ...gold, openComplaint: true })).toEqual(['complaint-follow-up', 'visit', 'manager-call', 'reminder', 'personal-service'])
  })

  test('each strategy has its stages', () => {
    expect(ids({ customerId: 'p', stage: 'prospect' })).toEqual(['first-order-offer'])
    expect(ids({ customerId: 'n', stage: 'new', tier: 'member', daysInStage: 20, expectedValue: '100' })).toEqual([
      'welcome',
      'second-order-recommendation',
      'join-the-program',
      'product-education',
      'self-service',
    ])
    expect(ids({ customerId: 'c', stage: 'churned', tier: 'member', expectedValue: '400' })).toEqual(['win-back-offer', 'ask-why'])
  })

  test('the preset has four strategies, each with stages of its own, and every kind of action', () => {
    const stagesOf = (strategy: string): string[] =>
      [...new Set(standard.actions.filter((action) => action.strategy === strategy).flatMap(({ stages = [] }) => stages))].sort()
    expect(stagesOf('acquire')).toEqual(['prospect'])
    expect(stagesOf('nurture')).toEqual(['loyal', 'new', 'repeat', 'wonBack'])
    expect(stagesOf('retain')).toEqual(['atRisk', 'loyal', 'new', 'repeat', 'wonBack'])
    expect(stagesOf('winBack')).toEqual(['churned', 'dormant'])
    // service level by tier, visit, offer, education, feedback follow-up
    expect(
      ['gold', 'silver', 'member'].map(
        (tier) => nextBestActions(standard, { customerId: 'a', stage: 'loyal', tier }, { asOf }).actions.at(-1)?.do,
      ),
    ).toEqual([{ serviceLevel: 'personal' }, { serviceLevel: 'priority' }, { serviceLevel: 'self' }])
    for (const kind of ['visit', 'retention-offer', 'product-education', 'complaint-follow-up', 'ask-why'])
      expect(standard.actions.map(({ id }) => id)).toContain(kind)
  })

  test('an action that brings less than it costs is not worth it, one whose value is unknown is not done', () => {
    const refused = nextBestActions(standard, { ...gold, valueAtRisk: '100' }, { asOf }).refused
    expect(refused.find(({ action }) => action === 'visit')?.reasons).toMatchObject([
      { code: 'playbook.value.too-low', params: { value: '25', cost: '50' } },
    ])
    const { valueAtRisk: _, ...unknown } = gold
    expect(nextBestActions(standard, unknown, { asOf }).refused.find(({ action }) => action === 'visit')?.reasons[0].code).toBe(
      'playbook.value.unknown',
    )
  })

  test('the channel is the one the customer uses most among those the action has, with its support', () => {
    const preferredChannels = [
      { channel: 'phone', share: 0.6, support: 30 },
      { channel: 'email', share: 0.3, support: 15 },
      { channel: 'app', share: 0.1, support: 5 },
    ]
    const reminder = (customer: object) =>
      nextBestActions(standard, { ...gold, preferredChannels, ...customer }, { asOf }).actions.find(({ action }) => action === 'reminder')
    expect(reminder({})).toMatchObject({ channel: 'email', channelShare: 0.3, channelSupport: 15 })
    expect(reminder({ refusedChannels: ['email'] })).toMatchObject({ channel: 'app' })
    expect(reminder({ refusedChannels: ['email', 'app'] })).toMatchObject({ channel: 'sms' })
    expect(reminder({ refusedChannels: ['email', 'app', 'sms'] })).toBeUndefined()
  })

  test('cool-downs end on their day, caps and contact limits count within their length', () => {
    const visited = (at: string | number): string =>
      nextBestActions(standard, { ...gold, history: [{ action: 'visit', at }] }, { asOf }).actions[0].action
    expect(visited('2026-05-01')).toBe('visit') // six months end on 1 November
    expect(visited('2026-05-02')).toBe('manager-call')
    expect(visited(Date.parse('2026-05-01T16:00:00Z'))).toBe('manager-call') // 2 May in Shanghai
    expect(visited('2026-11-02')).toBe('visit') // not known yet
    const history = [
      { action: 'reminder', at: '2026-10-30' },
      { action: 'other-mail', at: '2026-10-19' },
    ]
    expect(ids({ ...gold, history })).toEqual(['personal-service'])
    expect(
      nextBestActions(standard, { ...gold, history }, { asOf }).refused.find(({ action }) => action === 'visit')?.reasons[0],
    ).toMatchObject({ code: 'playbook.contacts.reached', params: { n: 2 } })
    expect(ids({ ...gold, history: [history[0], { action: 'other-mail', at: '2026-10-18' }] })[0]).toBe('visit') // 14 days are over
  })

  test('the budget per customer counts what was spent within its length', () => {
    const own = book(
      [
        { id: 'gift', cost: '30', priority: 1 },
        { id: 'card', cost: '10' },
      ],
      { budget: { amount: '50', per: { n: 1, unit: 'year' } } },
    )
    expect(ids({ customerId: 'a', history: [{ action: 'gift', at: '2026-01-01' }] }, own)).toEqual(['card'])
    expect(ids({ customerId: 'a', history: [{ action: 'gift', at: '2025-11-01' }] }, own)).toEqual(['gift', 'card'])
    expect(
      nextBestActions(own, { customerId: 'a', history: [{ action: 'gift', at: '2026-01-01' }] }, { asOf }).refused[0].reasons[0],
    ).toMatchObject({ code: 'playbook.budget.spent', params: { cost: '30', left: '20' } })
  })
})

describe('limits', () => {
  const own = (action: object, more: object = {}) => book([{ id: 'gift', channels: ['app'], ...action }], more)
  const asked = (playbook: PlaybookDefinition, customer: object, on = asOf): readonly [readonly string[], readonly string[]] => {
    const { actions, refused } = nextBestActions(playbook, { customerId: 'a', ...customer }, { asOf: on })
    return [actions.map(({ action }) => action), refused.flatMap(({ reasons }) => reasons.map(({ code }) => code))]
  }

  test('a cap counts its own action, within its length, and lets go on the day the oldest leaves it', () => {
    const twice = own({ cap: { n: 2, per: { n: 3, unit: 'month' } } })
    const history = ['2026-08-02', '2026-09-01', '2020-01-01'].map((at) => ({ action: 'gift', at }))
    expect(asked(twice, { history })).toEqual([[], ['playbook.cap.reached']]) // since 1 August: 2 August and 1 September
    expect(asked(twice, { history }, '2026-11-02')).toEqual([['gift'], []]) // 2 August is out
    expect(asked(twice, { history: history.map((done) => ({ ...done, action: 'other' })) })).toEqual([['gift'], []])
  })

  test('a cap of none forbids, and an action that is no contact passes limits on contacts', () => {
    expect(asked(own({ cap: { n: 0, per: { n: 1, unit: 'year' } } }), {})).toEqual([[], ['playbook.cap.reached']])
    const quiet = { contacts: [{ n: 0, per: { n: 1, unit: 'year' } }] }
    expect(asked(own({}, quiet), {})).toEqual([[], ['playbook.contacts.reached']])
    expect(asked(own({ channels: undefined }, quiet), {})).toEqual([['gift'], []])
  })

  test('an exclusion holds whatever else does, with its proof', () => {
    const excluded = own({ when: { field: 'orders', gte: 1 }, unless: { flag: 'staff' }, priority: 1000 })
    expect(asked(excluded, { orders: 9 })).toEqual([['gift'], []])
    const { refused } = nextBestActions(excluded, { customerId: 'a', orders: 9, staff: true }, { asOf })
    expect(refused[0].reasons).toMatchObject([{ code: 'playbook.exclusion.holds', children: [{ outcome: 'met' }] }])
  })

  test('tier, stage and score decide together, and every one that does not fit is said', () => {
    const vip = own({ stages: ['atRisk'], tiers: ['gold'], when: { field: 'score', gte: 80 } })
    expect(asked(vip, { stage: 'atRisk', tier: 'gold', score: 80 })).toEqual([['gift'], []])
    expect(asked(vip, { stage: 'loyal', tier: 'silver', score: 79 })[1]).toEqual([
      'playbook.stage.other',
      'playbook.tier.other',
      'playbook.condition.unmet',
    ])
  })
})

describe('for a whole base', () => {
  interface Small {
    readonly playbook: PlaybookDefinition
    readonly customers: readonly { customerId: string; [name: string]: unknown }[]
    readonly budget: number
    readonly hours: number
  }

  function small(seed: number, people: number): Small {
    const r = generator(seed)
    const n = 1 + Math.floor(r() * 4)
    const playbook = book(
      Array.from({ length: n }, (_, i) => ({
        id: `a${i}`,
        value: { times: [`v${i}`, '1'] },
        cost: Math.floor(r() * 6),
        uses: { hours: Math.floor(r() * 4) },
      })),
    )
    const customers = Array.from({ length: people }, (_, c) => ({
      customerId: `c${c}`,
      ...Object.fromEntries(Array.from({ length: n }, (_, i) => [`v${i}`, Math.floor(r() * 20)])),
    }))
    return { playbook, customers, budget: Math.floor(r() * people * 3), hours: Math.floor(r() * people * 2) }
  }

  /** Every plan there is. */
  function best({ playbook, customers, budget, hours }: Small): number {
    const walk = (c: number, money: number, time: number): number => {
      if (c === customers.length) return 0
      let most = walk(c + 1, money, time)
      playbook.actions.forEach(({ cost, uses }, i) => {
        const net = Number(customers[c][`v${i}`]) - Number(cost)
        const need = uses?.hours ?? 0
        if (net > 0 && Number(cost) <= money && need <= time) most = Math.max(most, net + walk(c + 1, money - Number(cost), time - need))
      })
      return most
    }
    return walk(0, budget, hours)
  }

  test('small plans are the best there are', () => {
    let tight = 0
    for (let seed = 1; seed <= cases(150); seed++) {
      const one = small(seed, 1 + (seed % 7))
      const plan = planActions(one.playbook, one.customers, { asOf, budget: one.budget, capacity: { hours: one.hours } })
      expect(plan.netValue, `seed ${seed}`).toBe(best(one))
      expect(plan.bound).toBe(plan.netValue)
      if (plan.leftOut > 0) tight++
    }
    expect(tight).toBeGreaterThan(cases(20))
  })

  test('large plans keep the limits, and no plan can be worth a percent more', () => {
    for (let seed = 1; seed <= cases(5); seed++) {
      const one = small(seed + 20, 400)
      const plan = planActions(one.playbook, one.customers, { asOf, budget: one.budget, capacity: { hours: one.hours } })
      for (const { used, available } of plan.limits) expect(used).toBeLessThanOrEqual(available)
      expect(new Set(plan.columns.customerId).size).toBe(plan.length)
      expect(plan.netValue).toBeLessThanOrEqual(plan.bound + 1e-9)
      expect(plan.netValue).toBeGreaterThan(plan.bound * 0.99)
    }
  })

  test('the table of everybody’s next action is the first of each, and agrees about who may get nothing', () => {
    const r = generator(99)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(r() * list.length)]
    const maybe = (name: string, value: unknown): object => (r() < 0.7 ? { [name]: value } : {})
    const stages = retailLifecycle({ timeZone: 'UTC', currency: 'CNY' }).stages.map(({ id }) => id)
    const done = ['visit', 'reminder', 'retention-offer', 'win-back-offer', 'welcome', 'ask-why', 'another']
    const base = Array.from({ length: cases(600) }, (_, c) => ({
      customerId: `c${c}`,
      ...maybe('stage', pick(stages)),
      ...maybe('tier', pick(['gold', 'silver', 'member'])),
      ...maybe('expectedValue', String(Math.floor(r() * 3000))),
      ...maybe('valueAtRisk', String(Math.floor(r() * 1500))),
      ...maybe('daysInStage', Math.floor(r() * 60)),
      enrolled: r() < 0.5,
      openComplaint: r() < 0.2,
      doNotContact: r() < 0.1,
      ...maybe('preferredChannels', [{ channel: pick(['email', 'sms', 'phone']), share: r(), support: 9 }]),
      ...maybe('refusedChannels', [pick(['email', 'sms', 'app', 'visit'])]),
      history: Array.from({ length: Math.floor(r() * 5) }, () => ({
        action: pick(done),
        at: `2026-${pick(['08', '10'])}-${pick(['03', '25', '30'])}`,
      })),
    }))
    const table = nextActionTable(standard, base, { asOf })
    let none = 0
    base.forEach((customer, c) => {
      const { actions } = nextBestActions(standard, customer, { asOf })
      const code = table.columns.action.codes[c]
      if (actions.length === 0) none++
      expect([table.columns.customerId[c], code < 0 ? undefined : table.columns.action.values[code], table.columns.permitted[c]]).toEqual([
        customer.customerId,
        actions[0]?.action,
        actions.length,
      ])
      if (actions.length === 0) return
      const channel = table.columns.channel.codes[c]
      expect(channel < 0 ? undefined : table.columns.channel.values[channel]).toBe(actions[0].channel)
      expect([table.columns.value[c], table.columns.cost[c], table.columns.priority[c]]).toEqual([
        Number(actions[0].value),
        Number(actions[0].cost),
        actions[0].priority,
      ])
    })
    expect(none).toBeGreaterThan(base.length / 50)
  })

  test('without limits everybody gets what brings most; an hour that is not scarce costs nothing', () => {
    const plan = planActions(standard, [gold, { customerId: 'bo', stage: 'churned', tier: 'member', expectedValue: '400' }], {
      asOf,
      capacity: { managerHours: 100 },
    })
    expect([...plan.columns.customerId].map((id, i) => [id, plan.columns.action.values[plan.columns.action.codes[i]]])).toEqual([
      ['ann', 'visit'],
      ['bo', 'ask-why'],
    ])
    expect(plan.limits).toEqual([{ limit: 'managerHours', used: 2, available: 100, price: 0 }])
  })

  test('an empty base gives an empty plan, a limit below zero is a caller’s mistake', () => {
    expect(planActions(standard, [], { asOf, budget: 0 })).toMatchObject({ length: 0, netValue: 0, bound: 0, leftOut: 0 })
    expect(() => planActions(standard, [], { asOf, capacity: { managerHours: -1 } })).toThrow('tierwise.playbook.limit')
  })
})

describe('definitions', () => {
  test('the standard playbook is one, and covers every stage and tier of the shop’s lifecycle', () => {
    expect(definePlaybook(JSON.parse(JSON.stringify(standard)))).toEqual(standard)
    const stages = retailLifecycle({ timeZone: 'UTC', currency: 'CNY' }).stages.map(({ id }) => id)
    expect(lintPlaybook(standard, { stages, tiers: ['gold', 'silver', 'member'] })).toEqual([])
  })

  test('lint names what is never done, for whom nothing is done, and who does not exist', () => {
    const own = book([
      {
        id: 'never',
        stages: ['new'],
        when: {
          all: [
            { field: 'n', gt: 2 },
            { field: 'n', lt: 2 },
          ],
        },
      },
      { id: 'nobody', stages: ['nwe'], when: { field: 'n', gt: 2 }, unless: { field: 'n', gt: 1 } },
    ])
    expect(lintPlaybook(own, { stages: ['new'] }).map(({ code, path }) => `${code} ${(path ?? []).join('.')}`)).toEqual([
      'playbook.condition.never actions.0.when',
      'playbook.exclusion.always actions.1.unless',
      'playbook.name.unknown actions.1.stages.0',
      'playbook.cell.uncovered ',
    ])
  })

  test('wrong definitions are reported with their places', () => {
    const result = safeDefinePlaybook({
      kind: 'playbook',
      format: 1,
      id: 'x',
      timeZone: 'Moon',
      actions: [{ id: 'a', cost: -1 }, { id: 'a' }],
    })
    expect(result.success ? [] : result.error.issues.map(({ code }) => code)).toEqual([
      'playbook.zone.unknown',
      'playbook.amount.negative',
      'playbook.action.duplicate',
    ])
  })
})
