import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { safeDefineChurnPolicy } from 'tierwise/churn'
import { b2bAccountLifecycle, retailLifecycle, safeDefineLifecycle, subscriptionLifecycle } from 'tierwise/lifecycle'
import { safeDefinePlaybook, standardPlaybook } from 'tierwise/playbook'
import { safeDefinePoints } from 'tierwise/points'
import { nineCriteria, nineCriteriaScorecard, safeDefineTierTable } from 'tierwise/portfolio'
import { adoptProgram, defineProgram, safeDefineProgram } from 'tierwise/program'
import { safeDefineRfm, safeDefineSegments } from 'tierwise/rfm'
import { safeDefineRule } from 'tierwise/rules'
import { DEFINITION_KINDS, type DefinitionKind, jsonSchema } from 'tierwise/schema'
import { safeDefineScorecard } from 'tierwise/scorecard'
import { safeDefineTiers } from 'tierwise/tiers'
import { afterAll, describe, expect, test } from 'vitest'

mkdirSync('out', { recursive: true })
const folder = mkdtempSync('out/schemas-')
afterAll(() => rmSync(folder, { recursive: true }))
execFileSync(process.execPath, ['scripts/schemas.mjs', folder])

const shipped = Object.fromEntries(
  readdirSync(folder).map((name) => [name.replace('.schema.json', ''), JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))]),
)
const validators = Object.fromEntries(
  Object.entries(shipped).map(([kind, schema]) => [kind, new Ajv2020({ allowUnionTypes: true, allErrors: true }).compile(schema)]),
) as Record<DefinitionKind, ValidateFunction>

const programs = readdirSync('examples/programs').filter((name) => name.endsWith('.json'))
const readProgram = (name: string): Record<string, unknown> => JSON.parse(readFileSync(`examples/programs/${name}`, 'utf8'))

test('there is a schema for every verb that defines', () => {
  const defined = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => /^[a-z]+\/define\.ts$/.test(path))
    .flatMap((path) => readFileSync(`src/${path}`, 'utf8').match(/(?<=export function )define[A-Z]\w+/g) ?? [])
  // `defineSegments` and `defineRfm` stand in one file; the options of `fitRfm` are no definition.
  expect(DEFINITION_KINDS.filter((kind) => kind !== 'rfm-options')).toHaveLength(defined.length - Number(defined.includes('defineX')))
  expect(Object.keys(shipped).sort()).toEqual([...DEFINITION_KINDS].sort())
})

describe('what the library ships is valid', () => {
  test.each(programs)('examples/programs/%s', (name) => {
    validators.program(readProgram(name))
    expect(validators.program.errors).toBeNull()
  })

  test.each([
    ['lifecycle', retailLifecycle({ timeZone: 'UTC', currency: 'EUR' })],
    ['lifecycle', subscriptionLifecycle({ timeZone: 'UTC', currency: 'EUR' })],
    ['lifecycle', b2bAccountLifecycle({ timeZone: 'UTC', currency: 'EUR' })],
    ['playbook', standardPlaybook({ timeZone: 'UTC', tiers: { top: ['high'], middle: ['medium'], base: ['low'] } })],
    ['tier-table', nineCriteria],
    ['scorecard', nineCriteriaScorecard],
  ] as [DefinitionKind, unknown][])('preset %s', (kind, definition) => {
    validators[kind](JSON.parse(JSON.stringify(definition)))
    expect(validators[kind].errors).toBeNull()
  })
})

/** The smallest valid definition of a kind, and changes each of which breaks it for the editor and for `defineX` alike. */
const SMALL: readonly [DefinitionKind, (json: unknown) => { success: boolean }, object, readonly object[]][] = [
  [
    'program',
    safeDefineProgram,
    {
      kind: 'program',
      format: 1,
      id: 'club',
      timeZone: 'UTC',
      currency: 'EUR',
      measures: { spend: { from: 'purchase', aggregate: 'sum' } },
      tiers: [{ id: 'member' }, { id: 'gold', enter: { measure: 'spend', gte: '100' } }],
      currencies: { points: {} },
      earn: [{ on: 'purchase', to: 'points', rate: '1', round: 'down' }],
    },
    [
      { kind: 'programme' },
      { format: 2 },
      { id: '' },
      { timeZone: 8 },
      { tier: [] },
      { tiers: [] },
      { tiers: [{ id: 'member' }, { id: 'gold', enter: { measure: 'spend', gte: '100', lt: '200' } }] },
      { tiers: [{ id: 'member' }, { id: 'gold', enter: { measure: 'spend' } }] },
      { tiers: [{ id: 'member' }, { id: 'gold', enter: { metric: 'spend', gte: '100' } }] },
      { earn: [{ on: 'purchase', to: 'points', rate: '1', round: 'nearest' }] },
      { earn: [{ to: 'points' }] },
      { currencies: { points: { lots: { until: { plus: { n: 12, unit: 'months' } } } } } },
      { currencies: { points: { floor: '1.000,5' } } },
      { currencies: { points: { scale: 1.5 } } },
      { measures: { spend: { from: 'purchase', aggregate: 'total' } } },
      { lateness: '30 days' },
      { pipeline: ['earn', 'redeem'] },
    ],
  ],
  [
    'ladder',
    safeDefineTiers,
    { kind: 'ladder', format: 1, id: 'l', tiers: [{ id: 'a' }, { id: 'b', enter: { measure: 'm', gte: 1 } }] },
    [{ tiers: [] }, { grant: { until: { plus: { n: '12', unit: 'month' }, last: 'dayBefore' } } }, { review: { else: { to: 'top' } } }],
  ],
  [
    'lifecycle',
    safeDefineLifecycle,
    { kind: 'lifecycle', format: 1, id: 'l', timeZone: 'UTC', currency: 'EUR', initial: 'a', stages: [{ id: 'a' }] },
    [{ stages: [] }, { stages: [{ id: 'a', transitions: [{ to: 'a' }] }] }, { initial: 1 }],
  ],
  [
    'playbook',
    safeDefinePlaybook,
    { kind: 'playbook', format: 1, id: 'p', timeZone: 'UTC', actions: [{ id: 'a' }] },
    [{ actions: [] }, { actions: [{ id: 'a', strategy: 'sell' }] }, { budget: '10' }],
  ],
  [
    'points',
    safeDefinePoints,
    { kind: 'points', format: 1, id: 'p', timeZone: 'UTC', currencies: { points: {} } },
    [
      { currencies: { points: { lots: { until: 'term' } } } },
      { currencies: { points: { consume: 'newest' } } },
      { convert: [{ id: 'c', from: 'points', step: 1, to: 'points' }] },
    ],
  ],
  [
    'rule',
    safeDefineRule,
    { kind: 'rule', format: 1, id: 'r', when: { flag: 'f' } },
    [{ when: {} }, { when: { all: [] } }, { when: 'x > 1' }],
  ],
  [
    'scorecard',
    safeDefineScorecard,
    {
      id: 's',
      criteria: [
        {
          id: 'c',
          weight: '1',
          bands: [
            { gte: '0', points: 1 },
            { lt: '0', points: 0 },
          ],
        },
      ],
    },
    [{ criteria: [] }, { criteria: [{ id: 'c', weight: 'much' }] }, { places: 7 }],
  ],
  ['tier-table', safeDefineTierTable, { id: 't', by: 'rfm' }, [{ by: 'magic' }, { id: 7 }, { colums: [] }]],
  ['rfm', safeDefineRfm, { id: 'm', measures: [{ id: 'r', cutPoints: [30, 90] }] }, [{ measures: [] }, { measures: [{ id: 'r' }] }]],
  [
    'rfm-segments',
    safeDefineSegments,
    { id: 's', bins: { r: 5 }, rest: 'others', segments: [{ id: 'best', where: { r: [5, 5] } }] },
    [{ segments: [] }, { segments: [{ id: 'best', where: { r: [5] } }] }, { bins: { r: 99 } }],
  ],
  [
    'churnpolicy',
    safeDefineChurnPolicy,
    { id: 'c', levels: [{ id: 'lost', any: [{ indicator: 'percentile', gte: 0.99 }] }] },
    [{ levels: [] }, { levels: [{ id: 'lost', any: [] }] }, { levels: [{ id: 'lost', any: [{ indicator: 'percentile', gte: '0.99' }] }] }],
  ],
]

describe.each(SMALL)('%s', (kind, define, good, broken) => {
  test('a small one is valid for the editor and for the verb', () => {
    expect(define(good).success).toBe(true)
    validators[kind](good)
    expect(validators[kind].errors).toBeNull()
  })

  test.each(broken)('%j breaks it for both', (change) => {
    expect(define({ ...good, ...change }).success).toBe(false)
    expect(validators[kind]({ ...good, ...change })).toBe(false)
  })
})

test('every kind has an example here', () => {
  expect(SMALL.map(([kind]) => kind).sort()).toEqual(DEFINITION_KINDS.filter((kind) => kind !== 'rfm-options').sort())
})

test('options of a fit are described too', () => {
  expect(validators['rfm-options']({ bins: 5, measures: ['r', 'f', 'm'] })).toBe(true)
  expect(validators['rfm-options']({ bins: 1 })).toBe(false)
})

test('"$schema" is accepted and changes nothing', () => {
  const plain = readProgram('starbucks-us-2020.json')
  const marked = { $schema: './node_modules/tierwise/dist/schemas/program.schema.json', ...plain }
  expect(validators.program(marked)).toBe(true)
  expect(defineProgram(marked)).toEqual(defineProgram(plain))
  expect(adoptProgram(marked)).toEqual(adoptProgram(plain))
  expect(safeDefineProgram({ ...plain, $schema: 1 }).success).toBe(false)
})

test('descriptions are the words of the interfaces', () => {
  const { properties, $defs } = shipped.program
  expect(properties.tiers.description).toBe('Ascending; the first is the base, which everybody has.')
  expect($defs.EarnRule.properties.whole.description).toBe('Only completed units of `per` earn.')
  expect($defs.Review.description ?? $defs.Review.properties.failures.description).toContain('default 1')
})

interface SchemaNode {
  readonly description?: string
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly items?: SchemaNode | boolean
  readonly additionalProperties?: SchemaNode | boolean
  readonly prefixItems?: readonly SchemaNode[]
  readonly anyOf?: readonly SchemaNode[]
}

test('no keyword of a program is without a meaning', () => {
  const told = new Map<string, boolean>()
  const walk = (node: SchemaNode, at: string): void => {
    for (const [key, property] of Object.entries(node.properties ?? {})) {
      const keyword = `${at}.${key}`
      const meaning = property.description ?? node.description
      if (key !== '$schema') told.set(keyword, told.get(keyword) === true || meaning !== undefined)
      walk(property, keyword)
    }
    const inner = [node.items, node.additionalProperties, ...(node.prefixItems ?? []), ...(node.anyOf ?? [])]
    for (const one of inner) if (typeof one === 'object') walk(one, at)
  }
  walk({ ...shipped.program, description: undefined }, 'Program')
  for (const [name, part] of Object.entries<SchemaNode>(shipped.program.$defs)) walk({ ...part, description: undefined }, name)
  expect(told.size).toBeGreaterThan(300)
  expect([...told].filter(([, isTold]) => !isTold).map(([keyword]) => keyword)).toEqual([])
})

test('the verb gives the shipped schema without its descriptions', () => {
  const bare = (node: unknown): unknown =>
    Array.isArray(node)
      ? node.map(bare)
      : node !== null && typeof node === 'object'
        ? Object.fromEntries(
            Object.entries(node).flatMap(([key, value]) =>
              key === 'description' && typeof value === 'string' ? [] : [[key, bare(value)]],
            ),
          )
        : node
  for (const kind of DEFINITION_KINDS) expect(bare(shipped[kind])).toEqual(JSON.parse(JSON.stringify(jsonSchema(kind))))
})
