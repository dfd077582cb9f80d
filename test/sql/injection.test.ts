/** Whatever strangers write into names, ids, categories and parameters: the statement keeps its shape, and the engines answer as if it were plain text. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FactSource, type SqlStatement, toSql } from '../../src/sql/index.js'
import { defineTiers } from '../../src/tiers/index.js'
import { duckdb, type Engine, postgres } from './engines.js'

const HOSTILE = [
  "'; DROP TABLE orders; --",
  '"; DROP TABLE orders; --',
  "\\'; DROP TABLE orders; --",
  '*/ SELECT 1 /*',
  '-- comment',
  '$1',
  '$' + '{1}',
  '{p1:String}',
  ':p1 ?',
  '%s %(x)s',
  'a\nb\r\nc',
  '\u2028\u202e\u0000'.slice(0, 2),
  '表\u0301é😀',
  '`tick`',
  "E'\\x27",
  '$$ SELECT 1 $$',
  'x'.repeat(60),
]
const DIALECTS = ['duckdb', 'postgres', 'clickhouse'] as const

const engines: Engine[] = []
beforeAll(async () => {
  engines.push(await duckdb(), await postgres())
}, 120_000)
afterAll(async () => {
  for (const engine of engines) await engine.close()
})

function source(name: string): FactSource {
  return {
    table: name,
    customer: `${name.slice(0, 50)} c`,
    at: { column: `${name.slice(0, 50)} t`, as: 'epochMs' },
    amountMinor: `${name.slice(0, 50)} m`,
    channel: `${name.slice(0, 50)} h`,
    timeZone: 'UTC',
    currency: 'CNY',
  }
}

function ladder(word: string) {
  return defineTiers({
    kind: 'ladder',
    format: 1,
    id: word,
    tiers: [{ id: `base ${word}` }, { id: word, enter: { measure: 'n', gte: '1' } }],
  })
}

function statements(word: string, dialect: (typeof DIALECTS)[number], from = source('orders')): SqlStatement[] {
  const measures = {
    n: {
      from: ['purchase', word],
      where: {
        any: [
          { field: 'channel', eq: word },
          { field: 'channel', in: [word] },
          { field: 'channel', gte: word },
        ],
      },
      aggregate: 'count',
    },
  } as const
  const segments = Object.freeze({
    kind: 'rfm-segments',
    format: 1,
    id: word,
    bins: { r: 5 },
    rest: `rest ${word}`,
    segments: [{ id: word, where: { r: [5, 5] } }],
  } as const)
  return [
    toSql({ kind: 'measures', measures }, { dialect, source: from, asOf: '2026-01-01' }),
    toSql(ladder(word), { dialect, source: from, asOf: '2026-01-01', measures }),
    toSql({ kind: 'rfm-fit', measures: ['r'], score: true }, { dialect, source: from, asOf: '2026-01-01', segments }),
    toSql({ kind: 'summary', purchases: ['purchase', word] }, { dialect, source: from, asOf: '2026-01-01' }),
  ]
}

describe('texts of a definition', () => {
  test.each(DIALECTS)('are parameters, so that the statement is the same for any of them (%s)', (dialect) => {
    const plain = statements('plain', dialect)
    for (const word of HOSTILE) expect(statements(word, dialect).map(({ text }) => text)).toEqual(plain.map(({ text }) => text))
  })

  test('stay themselves through every engine', async () => {
    for (const engine of engines) {
      for (const word of HOSTILE) {
        const from = source('orders')
        await engine.load([
          {
            name: 'orders',
            columns: [
              { name: 'orders c', as: 'text' },
              { name: 'orders t', as: 'epochMs' },
              { name: 'orders m', as: 'integer' },
              { name: 'orders h', as: 'text' },
            ],
            rows: [
              [word, 0, 100, word],
              ['other', 0, 100, '!'],
            ],
          },
        ])
        const [measured, tiers, scored] = statements(word, engine.dialect, from)
        const rows = await engine.run(tiers)
        expect(rows.find(({ customerId }) => customerId === word)?.tier, `${engine.dialect} ${word}`).toBe(word)
        expect((await engine.run(measured)).find(({ customerId }) => customerId === word)?.n).toBe(1)
        expect((await engine.run(scored)).map(({ segment }) => segment)).toEqual([word, word])
      }
    }
  }, 120_000)
})

describe('names', () => {
  test.each(DIALECTS)('are one quoted name each, whatever they hold (%s)', (dialect) => {
    const shape = (statement: SqlStatement): string =>
      statement.text.replace(dialect === 'clickhouse' ? /"(?:[^"\\]|\\.)*"/gs : /"(?:[^"]|"")*"/gs, '"…"')
    const plain = statements('plain', dialect, source('plain')).map(shape)
    for (const word of HOSTILE) expect(statements('plain', dialect, source(word)).map(shape)).toEqual(plain)
  })

  test('reach the engines as they are', async () => {
    for (const engine of engines) {
      for (const word of HOSTILE) {
        const from = source(word)
        const column = (suffix: string): string => `${word.slice(0, 50)} ${suffix}`
        await engine.load([
          {
            name: word,
            columns: [
              { name: column('c'), as: 'text' },
              { name: column('t'), as: 'epochMs' },
              { name: column('m'), as: 'integer' },
              { name: column('h'), as: 'text' },
            ],
            rows: [['a', 0, 100, 'web']],
          },
        ])
        const [measured] = statements('plain', engine.dialect, from)
        expect((await engine.run(measured)).length, `${engine.dialect} ${word}`).toBe(1)
      }
    }
  }, 120_000)

  test.each([
    ['a zero byte', 'a\0b'],
    ['nothing', ''],
    ['half a character', '\ud800'],
    ['sixty-four bytes in PostgreSQL', 'x'.repeat(64)],
  ])('with %s are refused', (_, word) => {
    expect(() => statements('plain', 'postgres', source(word))).toThrow('sql.name.unusable')
  })
})

test('a text with a zero byte is refused for PostgreSQL, which has none, and a parameter elsewhere', () => {
  expect(() => statements('a\0b', 'postgres')).toThrow('sql.text.zero-byte')
  const plain = statements('plain', 'duckdb')
  for (const [i, { text, params }] of statements('a\0b', 'duckdb').slice(0, 3).entries()) {
    expect(text).toBe(plain[i].text)
    expect(params).toContain('a\0b')
  }
})

test('numbers that are no numbers never become text', () => {
  const about = { dialect: 'duckdb', source: source('orders'), asOf: '2026-01-01', horizon: 1 } as const
  for (const r of [Number.NaN, Number.POSITIVE_INFINITY, '1); DROP TABLE orders; --' as unknown as number])
    expect(() => toSql({ kind: 'bgnbd', format: 1, id: 'x', period: 'day', params: { r, alpha: 1, a: 1, b: 1 } } as never, about)).toThrow()
})
