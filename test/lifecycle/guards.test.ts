import {
  adoptLifecycle,
  advanceLifecycle,
  defineLifecycle,
  type LifecycleDefinition,
  type LifecycleEvent,
  type LifecycleState,
  startLifecycle,
  transition,
} from 'tierwise/lifecycle'
import { adoptProgram, defineProgram } from 'tierwise/program'
import { describe, expect, test } from 'vitest'

/** Two stages; `when` decides whether a purchase leads from the first to the second. */
function guarded(when: unknown, currency = 'CNY'): LifecycleDefinition {
  return defineLifecycle({
    kind: 'lifecycle',
    format: 1,
    id: 'guarded',
    timeZone: 'UTC',
    currency,
    measures: {
      orders: { from: 'purchase', aggregate: 'count' },
      bought: { from: 'purchase', aggregate: 'sum' },
      returned: { from: 'return', aggregate: 'sum' },
    },
    initial: 'in',
    stages: [
      { id: 'in', transitions: [{ on: 'purchase', to: 'out', when }] },
      { id: 'out', final: true },
    ],
  })
}

function stageAfter(machine: LifecycleDefinition, events: readonly LifecycleEvent[]): string {
  return events.reduce<LifecycleState>((state, event) => transition(machine, state, event).state, startLifecycle(machine)).stage
}

const DAY = 86_400_000
const START = Date.UTC(2026, 0, 1)
const bought = (day: number, amount: string, more: object = {}): LifecycleEvent => ({
  type: 'purchase',
  at: START + day * DAY,
  amount,
  ...more,
})

describe('a guard', () => {
  const spend = { minus: [{ measure: 'bought' }, { measure: 'returned' }] }
  test.each([
    // A cent below, on, and above each limit.
    [{ value: spend, gte: '150' }, ['149.99', '150', '150.01'], ['in', 'out', 'out']],
    [{ value: spend, gt: '150' }, ['149.99', '150', '150.01'], ['in', 'in', 'out']],
    [{ value: spend, lte: '150' }, ['149.99', '150', '150.01'], ['out', 'out', 'in']],
    [{ value: spend, lt: 150 }, ['149.99', '150', '150.01'], ['out', 'in', 'in']],
    // Finer than the currency: between two cents.
    [{ measure: 'bought', gte: '150.005' }, ['150', '150.01'], ['in', 'out']],
    [{ measure: 'bought', lt: '150.005' }, ['150', '150.01'], ['out', 'in']],
    [{ field: 'amount', gt: '0.1' }, ['0.1', '0.11'], ['in', 'out']],
    [{ value: { plus: [{ measure: 'bought' }, '0.5'] }, gte: '10' }, ['9.49', '9.5'], ['in', 'out']],
    // 1 is added to what was bought: 1 order.
    [{ value: { plus: [{ measure: 'bought' }, { measure: 'orders' }] }, gte: '10' }, ['8.99', '9'], ['in', 'out']],
  ])('%j is exact to the cent', (when, amounts, stages) => {
    const machine = guarded(when)
    expect(amounts.map((amount) => stageAfter(machine, [bought(1, amount)]))).toEqual(stages)
  })

  test('on days since a fact that never happened is not met, whatever the limit', () => {
    for (const limit of [{ gte: 0 }, { lt: 9 }]) {
      const machine = guarded({ value: 'daysSince.return', ...limit })
      expect(stageAfter(machine, [bought(1, '5')])).toBe('in')
      const days = stageAfter(machine, [{ type: 'return', at: START + 2 * DAY, amount: '1' }, bought(9, '5')])
      expect(days).toBe('out') // 7 days
    }
  })

  test('on the amount of a fact in another currency reads that currency', () => {
    // 100 yen have no cents; as CNY cents they would be 1.
    const machine = guarded({ field: 'amount', gte: '50' })
    expect(stageAfter(machine, [bought(1, '100', { currency: 'JPY' })])).toBe('out')
    expect(stageAfter(machine, [bought(1, '49.99')])).toBe('in')
  })

  test('beyond the safe range of cents is still exact', () => {
    // 90,071,992,547,409.91 is the largest sum of cents that is a safe integer; three of them, as doubles, are even.
    const b = { measure: 'bought' }
    const value = { minus: [{ plus: [b, b, b] }, { plus: [b, b, { measure: 'returned' }] }] }
    const events = [{ type: 'return', at: START, amount: '90071992547409.90' }, bought(1, '90071992547409.91')]
    expect(stageAfter(guarded({ value, gte: '0.01' }), events)).toBe('out')
    expect(stageAfter(guarded({ value, gt: '0.01' }), events)).toBe('in')
  })
})

describe('a definition', () => {
  test('that was frozen but neither defined nor adopted is a caller’s bug', () => {
    const machine = guarded({ measure: 'orders', gte: 2 })
    const copy = Object.freeze(JSON.parse(JSON.stringify(machine))) as LifecycleDefinition
    expect(() => startLifecycle(copy)).toThrow('tierwise.definition.not-adopted')
    expect(() => startLifecycle(JSON.parse(JSON.stringify(machine)))).toThrow('tierwise.definition.not-frozen')
    expect(stageAfter(adoptLifecycle(JSON.parse(JSON.stringify(machine))), [bought(1, '1'), bought(2, '1')])).toBe('out')
  })

  test('inside a program is one like any other', () => {
    const lifecycle = guarded({ measure: 'orders', gte: 2 })
    const config = { kind: 'program', format: 1, id: 'shop', timeZone: 'UTC', currency: 'CNY', lifecycle }
    const program = defineProgram(config)
    const inner = program.lifecycle as LifecycleDefinition
    expect(stageAfter(inner, [bought(1, '1'), bought(2, '1')])).toBe('out')
    const adopted = adoptProgram(JSON.parse(JSON.stringify(program))).lifecycle as LifecycleDefinition
    expect(advanceLifecycle(adopted, startLifecycle(adopted), { asOf: '2026-01-01' }).state.stage).toBe('in')
  })
})
