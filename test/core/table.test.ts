import { describe, expect, test } from 'vitest'
import { cell, dictionary, row, rows, type Table } from '../../src/core/table.js'

const table: Table = {
  length: 3,
  columns: {
    id: ['a', 'b', undefined],
    amount: Float64Array.of(1.5, Number.NaN, 0),
    orders: Int32Array.of(1, 0, -1),
    tier: { codes: Int8Array.of(1, -1, 0), values: ['silver', 'gold'] },
  },
}

describe('a row', () => {
  test('has the value of every column, and no key where it is missing', () => {
    expect([...rows(table)]).toEqual([
      { id: 'a', amount: 1.5, orders: 1, tier: 'gold' },
      { id: 'b', orders: 0 },
      { amount: 0, orders: -1, tier: 'silver' },
    ])
    expect(Object.keys(row(table, 1))).toEqual(['id', 'orders'])
  })

  test('outside the table is a bug of the caller', () => {
    for (const i of [-1, 3, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => row(table, i)).toThrow(expect.objectContaining({ code: 'tierwise.usage', problem: 'tierwise.table.index' }))
  })

  test('of an empty table is none', () => {
    expect([...rows({ length: 0, columns: {} })]).toEqual([])
  })

  test('leaves a column named like an object’s own parts alone', () => {
    const odd = { length: 1, columns: { constructor: ['y'], toString: Float64Array.of(1) } }
    const read = row(odd, 0)
    expect(Object.entries(read)).toEqual([
      ['constructor', 'y'],
      ['toString', 1],
    ])
  })
})

test('a dictionary column names each value once, in order of arrival', () => {
  const column = dictionary(['b', 'a', undefined, 'b'], 4)
  expect(column.values).toEqual(['b', 'a'])
  expect([0, 1, 2, 3].map((i) => cell(column, i))).toEqual(['b', 'a', undefined, 'b'])
})
