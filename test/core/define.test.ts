import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { adopt } from '../../src/core/adopt.js'
import { attachedForm, compiledForm } from '../../src/core/compiled.js'
import { type DefineOptions, define, safeDefine } from '../../src/core/define.js'
import { hashOf } from '../../src/core/hash.js'
import { reason } from '../../src/core/reason.js'

interface Shelf {
  readonly kind: 'shelf'
  readonly format: 1
  readonly id: string
  readonly width: number
  readonly books: readonly ({ readonly title: string } | { readonly isbn: string; readonly pages: number })[]
}

const shelf: DefineOptions<Shelf> = {
  kind: 'shelf',
  schema: z.strictObject({
    kind: z.literal('shelf'),
    format: z.literal(1),
    id: z.string(),
    width: z._default(z.number().check(z.gte(1), z.lte(100)), 10),
    books: z.array(z.union([z.strictObject({ title: z.string() }), z.strictObject({ isbn: z.string(), pages: z.number() })])),
  }) as unknown as z.ZodMiniType<Shelf>,
  check: ({ books, width }) => (books.length > width ? [reason('shelf.books.too-many', 'error', { width })] : []),
}

const issuesOf = (config: unknown): string[] => {
  const result = safeDefine(shelf, config)
  return result.success ? [] : result.error.issues.map(({ code, path }) => `${code} at ${path?.join('.') ?? ''}`)
}

describe('define', () => {
  test('gives a frozen copy with defaults that survives JSON', () => {
    const config = { kind: 'shelf', format: 1, id: 'a', books: [{ title: 'Emma' }] }
    const made = define(shelf, config)
    expect(made).toEqual({ ...config, width: 10 })
    expect(JSON.parse(JSON.stringify(made))).toEqual(made)
    expect(define(shelf, JSON.parse(JSON.stringify(made)))).toEqual(made)
    expect([made, made.books, made.books[0]].every(Object.isFrozen)).toBe(true)
    expect(Object.isFrozen(config)).toBe(false)
    config.books[0].title = 'Persuasion'
    expect(made.books[0]).toEqual({ title: 'Emma' })
  })

  test('lists every issue, each at its place', () => {
    expect(issuesOf({ kind: 'shelf', format: 2, width: 0, books: [{ title: 1 }, { isbn: 'x' }, { titel: 'x' }, 5], extra: 1 })).toEqual([
      'definition.value.choice at format',
      'definition.key.missing at id',
      'definition.value.too-small at width',
      'definition.value.type at books.0.title',
      'definition.key.missing at books.1.pages',
      'definition.key.missing at books.2.title',
      'definition.key.unknown at books.2.titel',
      'definition.value.type at books.3',
      'definition.key.unknown at extra',
    ])
    expect(issuesOf({ kind: 'shelf', format: 1, id: 'a', width: 101, books: [] })).toEqual(['definition.value.too-big at width'])
    expect(issuesOf({ kind: 'shelf', format: 1, id: 'a', width: 1, books: [{ title: 'a' }, { title: 'b' }] })).toEqual([
      'shelf.books.too-many at ',
    ])
  })

  test('throws what its safe twin returns', () => {
    const result = safeDefine(shelf, { kind: 'chair' })
    expect(result.success).toBe(false)
    expect(() => define(shelf, { kind: 'chair' })).toThrow(expect.objectContaining({ code: 'tierwise.definition', kind: 'shelf' }))
  })

  test('answers any nonsense with issues', () => {
    for (const nonsense of [
      null,
      undefined,
      0,
      '',
      'shelf',
      [],
      [[]],
      true,
      1n,
      () => 1,
      new Date(0),
      { toString: 1 },
      { kind: { toString: 1 } },
    ])
      expect(issuesOf(nonsense).length).toBeGreaterThan(0)
  })

  test('does not choke on a hundred thousand faults', () => {
    const books = new Array(45_000).fill({ nonsense: true })
    expect(issuesOf({ kind: 'shelf', format: 1, id: 'a', books }).length).toBeGreaterThan(0)
    const keys = Object.fromEntries(Array.from({ length: 90_000 }, (_, i) => [`k${i}`, i]))
    expect(issuesOf({ kind: 'shelf', format: 1, id: 'a', books: [keys] }).length).toBeGreaterThan(0)
    const result = safeDefine(shelf, { kind: 'shelf', format: 1, id: 'a', books })
    if (!result.success) expect(result.error.message.length).toBeLessThan(5000)
  })
})

describe('adopt', () => {
  const made = define(shelf, { kind: 'shelf', format: 1, id: 'a', books: [] })

  test('takes stored JSON back without a schema, frozen, under the same hash', () => {
    const back = adopt<Shelf>('shelf', 1, JSON.parse(JSON.stringify(made)), hashOf(made))
    expect(back).toEqual(made)
    expect(Object.isFrozen(back) && Object.isFrozen(back.books)).toBe(true)
    expect(hashOf(back)).toBe(hashOf(made))
  })

  test.each([
    ['another hash', made, 'tierwise.adopt.hash'],
    ['another kind', { ...made, kind: 'chair' }, 'tierwise.adopt.kind'],
    ['another format', { ...made, format: 2 }, 'tierwise.adopt.kind'],
    ['a kind that cannot be shown', { kind: { toString: 1 }, format: { valueOf: 1 } }, 'tierwise.adopt.kind'],
    ['null', null, 'tierwise.adopt.kind'],
    ['a list', [], 'tierwise.adopt.kind'],
    ['a text', JSON.stringify(made), 'tierwise.adopt.kind'],
    ['what is not JSON', { ...made, at: new Date(0) }, 'tierwise.adopt.not-plain'],
    ['a text that cannot be hashed', { ...made, id: '\ud800' }, 'tierwise.adopt.not-plain'],
  ])('refuses %s', (_, json, problem) => {
    expect(() => adopt('shelf', 1, json, '0'.repeat(64))).toThrow(expect.objectContaining({ code: 'tierwise.usage', problem }))
  })
})

describe('a compiled form', () => {
  test('is made once per definition, and only of frozen ones', () => {
    let made = 0
    const titles = compiledForm('shelf', (definition: Shelf) => {
      made++
      return definition.books.length
    })
    const one = define(shelf, { kind: 'shelf', format: 1, id: 'a', books: [] })
    expect([titles(one), titles(one), made]).toEqual([0, 0, 1])
    expect(() => titles({ ...one })).toThrow(expect.objectContaining({ problem: 'tierwise.definition.not-frozen' }))
  })

  test('that define brings along is made when first asked for, and refused where define or adopt never saw the definition', () => {
    const titles = attachedForm<Shelf, number>('shelf')
    let made = 0
    const one = titles.attach(define(shelf, { kind: 'shelf', format: 1, id: 'a', books: [] }), ({ books }) => {
      made++
      return books.length
    })
    expect(made).toBe(0)
    expect([titles.of(one), titles.of(one), made]).toEqual([0, 0, 1])
    expect(() => titles.of({ ...one })).toThrow(expect.objectContaining({ problem: 'tierwise.definition.not-frozen' }))
    expect(() => titles.of(Object.freeze({ ...one }))).toThrow(expect.objectContaining({ problem: 'tierwise.definition.not-adopted' }))
  })
})
