import {
  b2bAccountLifecycle,
  defineLifecycle,
  type LifecycleDefinition,
  lintLifecycle,
  retailLifecycle,
  stagePaths,
  subscriptionLifecycle,
} from 'tierwise/lifecycle'
import { en, sentences } from 'tierwise/messages'
import { describe, expect, test } from 'vitest'
import { cases } from '../support/cases.js'
import { factsOf } from '../support/facts.js'
import { exploreByTrying, randomMachine } from './machines.js'

function machine(stages: readonly object[], more: object = {}): LifecycleDefinition {
  return defineLifecycle({ kind: 'lifecycle', format: 1, id: 'seeded', timeZone: 'UTC', currency: 'CNY', initial: 'a', stages, ...more })
}

const found = (definition: LifecycleDefinition, options = {}): string[] =>
  lintLifecycle(definition, options).map(({ code, path }) => `${code} ${(path ?? []).join('.')}`)

const days = (n: number): object => ({ n, unit: 'day' })

describe('each seeded fault is found, with a way that shows it', () => {
  test('a stage no way leads to', () => {
    expect(
      found(
        machine([
          { id: 'a', transitions: [{ on: 'x', to: 'b' }] },
          { id: 'b', final: true },
          { id: 'c', transitions: [{ on: 'x', to: 'b' }] },
        ]),
      ),
    ).toEqual(['lifecycle.stage.unreachable stages.2'])
  })

  test('a stage reached only through a contradiction', () => {
    const never = {
      all: [
        { field: 'v', gt: 2 },
        { field: 'v', lt: 2 },
      ],
    }
    expect(
      found(
        machine([
          {
            id: 'a',
            transitions: [
              { on: 'x', to: 'b', when: never },
              { on: 'y', to: 'c' },
            ],
          },
          { id: 'b', final: true },
          { id: 'c', final: true },
        ]),
      ),
    ).toEqual(['lifecycle.stage.unreachable stages.1', 'lifecycle.transition.never stages.0.transitions.0.when'])
  })

  test('a trap that is not declared final', () => {
    const [finding] = lintLifecycle(machine([{ id: 'a', transitions: [{ on: 'x', to: 'b' }] }, { id: 'b' }]))
    expect(finding).toMatchObject({ code: 'lifecycle.stage.trap', params: { stage: 'b', route: 'a –x→ b' }, path: ['stages', 1] })
  })

  test('two rules on one event that may both hold, with equal priority', () => {
    const rules = (a: object, b: object): LifecycleDefinition =>
      machine([
        {
          id: 'a',
          transitions: [
            { on: 'x', to: 'b', ...a },
            { on: 'x', to: 'c', ...b },
          ],
        },
        { id: 'b', final: true },
        { id: 'c', final: true },
      ])
    const big = { when: { field: 'amount', gte: '100' } }
    expect(found(rules(big, { when: { field: 'amount', gte: '50' } }))).toEqual(['lifecycle.transition.ambiguous stages.0.transitions.1'])
    expect(found(rules(big, { when: { field: 'amount', lt: '100' } }))).toEqual([])
    expect(found(rules({ ...big, priority: 1 }, {}))).toEqual([])
    expect(lintLifecycle(rules(big, {}))[0].params.route).toBe('a; x → b or c')
  })

  test('a timer another one forestalls, and one whose fact cannot have happened', () => {
    expect(
      found(
        machine([
          { id: 'a', transitions: [{ on: 'x', to: 'b' }] },
          {
            id: 'b',
            transitions: [
              { after: days(30), to: 'c' },
              { after: days(60), to: 'd' },
            ],
          },
          { id: 'c', final: true },
          { id: 'd', transitions: [{ on: 'x', to: 'c' }] },
        ]),
      ),
    ).toEqual(['lifecycle.stage.unreachable stages.3', 'lifecycle.timer.never stages.1.transitions.1'])
    // a month has 28 days at least and 31 at most
    const month = (n: number): string[] =>
      found(
        machine([
          { id: 'a', transitions: [{ on: 'x', to: 'b' }] },
          {
            id: 'b',
            transitions: [
              { after: { n: 1, unit: 'month' }, to: 'c' },
              { after: days(n), to: 'a' },
            ],
          },
          { id: 'c', final: true },
        ]),
      )
    expect(month(31)).toEqual([])
    expect(month(32)).toEqual(['lifecycle.timer.never stages.1.transitions.1'])
    expect(
      found(
        machine(
          [
            {
              id: 'a',
              transitions: [
                { on: 'x', to: 'b' },
                { after: days(1), since: { event: 'y' }, to: 'b' },
              ],
            },
            { id: 'b', final: true },
          ],
          { everywhere: [{ on: 'y', to: 'b' }] },
        ),
      ),
    ).toEqual(['lifecycle.timer.never stages.0.transitions.1'])
  })

  test('timers that lead in a circle without letting time pass', () => {
    const circle = machine([
      {
        id: 'a',
        transitions: [
          { after: days(1), since: { event: 'x' }, to: 'b' },
          { on: 'x', to: 'a' },
        ],
      },
      { id: 'b', transitions: [{ after: days(2), since: { event: 'x' }, to: 'a' }] },
    ])
    expect(lintLifecycle(circle)).toMatchObject([{ code: 'lifecycle.timer.endless', params: { cycle: 'a → b → a' } }])
  })

  test('a lost stage without a way back, unless it is final', () => {
    const lost = (final: object): string[] =>
      found(
        machine([
          { id: 'a', transitions: [{ on: 'x', to: 'b' }] },
          { id: 'b', lost: true, ...final },
        ]),
      )
    expect(lost({ transitions: [{ on: 'x', to: 'b' }] })).toEqual(['lifecycle.stage.trap stages.1', 'lifecycle.stage.no-way-back stages.1'])
    expect(lost({ final: true })).toEqual([])
  })

  test('a stage a sample never enters, and a timer shorter than the refresh', () => {
    const retail = retailLifecycle({ timeZone: 'UTC', currency: 'CNY' })
    const sample = stagePaths(retail, factsOf([{ id: '1', customerId: 'ann', type: 'purchase', at: '2026-01-01T00:00:00Z' }]), {
      asOf: '2026-01-31',
    })
    expect(lintLifecycle(retail, { sample }).map(({ params }) => params.stage)).toEqual([
      'repeat',
      'loyal',
      'atRisk',
      'dormant',
      'churned',
      'wonBack',
    ])
    expect(
      found(
        machine([
          {
            id: 'a',
            transitions: [
              { on: 'x', to: 'a' },
              { after: days(1), to: 'b' },
            ],
          },
          { id: 'b', final: true },
        ]),
        { refresh: { n: 1, unit: 'week' } },
      ),
    ).toEqual(['lifecycle.timer.shorter-than-refresh stages.0.transitions.1'])
  })
})

test('a stranger’s definition is answered in time, whatever it holds', () => {
  const many = (n: number, rule: (i: number, k: number) => object): LifecycleDefinition =>
    machine(
      Array.from({ length: n }, (_, i) => ({
        id: i === 0 ? 'a' : `s${i}`,
        transitions: Array.from({ length: Math.floor(900 / n) }, (_x, k) => rule(i, k)),
      })),
    )
  const to = (i: number, n: number): string => (i % n === 0 ? 'a' : `s${i % n}`)
  // a dense layered graph of timers that may all be due at once; one stage with hundreds of rivals; too many transitions
  expect(
    lintLifecycle(many(30, (i, k) => ({ after: days(1 + k), since: { event: `e${k}` }, to: to(i + k + 1, 30) }))).length,
  ).toBeGreaterThan(0)
  expect(lintLifecycle(many(5, (i, k) => ({ on: 'x', when: { field: 'v', gte: k }, to: to(i + 1, 5) }))).length).toBeGreaterThan(0)
  const crowd = machine(
    Array.from({ length: 100 }, (_, i) => ({ id: i === 0 ? 'a' : `s${i}`, transitions: [{ on: 'x', to: to(i + 1, 100) }] })),
    { everywhere: Array.from({ length: 20 }, (_, k) => ({ on: `e${k}`, to: 'a' })) },
  )
  expect(lintLifecycle(crowd)).toMatchObject([{ code: 'lifecycle.lint.too-large' }])
}, 20_000)

test('the presets are clean', () => {
  const options = { timeZone: 'Asia/Shanghai', currency: 'CNY' }
  for (const preset of [retailLifecycle(options), subscriptionLifecycle(options), b2bAccountLifecycle(options)])
    expect(sentences(lintLifecycle(preset), en)).toEqual([])
})

describe('against everything that can happen in small random lifecycles', () => {
  const law = (clocks: boolean, count: number): { invented: string[]; missed: string[]; met: number; asked: number } => {
    const tally = { invented: [] as string[], missed: [] as string[], met: 0, asked: 0 }
    for (let seed = 1; seed <= count; seed++) {
      const definition = randomMachine(seed, { clocks })
      const tried = exploreByTrying(definition)
      const findings = lintLifecycle(definition)
      const places = (...codes: readonly string[]): Set<string> =>
        new Set(findings.filter(({ code }) => codes.includes(code)).map(({ path }) => (path ?? []).slice(0, 4).join('.')))
      const endless = findings.some(({ code }) => code === 'lifecycle.timer.endless')
      const compare = (what: string, said: boolean, seen: boolean): void => {
        tally.asked++
        if (seen) tally.met++
        if (said && !seen) tally.invented.push(`${seed} ${what}`)
        if (!said && seen) tally.missed.push(`${seed} ${what}`)
      }
      compare('endless', endless, tried.circled)
      const unreachable = places('lifecycle.stage.unreachable')
      const dead = places('lifecycle.transition.never', 'lifecycle.timer.never')
      definition.stages.forEach((stage, i) => {
        const alive = tried.stages.has(stage.id)
        compare(stage.id, unreachable.has(`stages.${i}`), !alive)
        if (!alive || endless) return // what is stopped on its second round is not what was written
        const out = (stage.transitions ?? []).map((rule, k) => ({ rule, path: `stages.${i}.transitions.${k}` }))
        for (const { path } of out) compare(path, dead.has(path), !tried.taken.has(path))
        const leaves = out.some(({ rule, path }) => rule.to !== stage.id && tried.taken.has(path))
        compare(`trap ${stage.id}`, places('lifecycle.stage.trap').has(`stages.${i}`), stage.final !== true && !leaves)
      })
    }
    return tally
  }

  test('with timers that count from entry: nothing missed, nothing invented', () => {
    const { invented, missed, met, asked } = law(false, cases(40))
    expect({ invented, missed }).toEqual({ invented: [], missed: [] })
    expect(met / asked).toBeGreaterThan(0.05)
  })

  test('with timers that count from facts: nothing invented, and less than two in a hundred missed', () => {
    const { invented, missed, asked } = law(true, cases(30))
    expect(invented).toEqual([])
    expect(missed.length / asked).toBeLessThan(0.02)
  })
})
