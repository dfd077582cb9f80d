/** Every keyword of the program language has an example that depends on it, related to no program card. */

import { describe, expect, test } from 'vitest'
import { allKeywords, shownBy, WORDS_ONLY } from './keywords.js'
import { configOf, outcomeOf } from './row.js'
import { ROWS } from './rows.js'

describe('comes out as computed by hand', () => {
  test.each(ROWS.map((row) => [row.id, row] as const))('%s', (_, row) => {
    expect(outcomeOf(configOf(row), row)).toMatchObject(row.expect)
  })
})

test('every keyword is used by an example that comes out differently, or not at all, without it', () => {
  const missing = new Set(allKeywords())
  for (const keyword of WORDS_ONLY) missing.delete(keyword)
  for (const row of ROWS) for (const keyword of shownBy(row)) missing.delete(keyword)
  expect([...missing]).toEqual([])
})

test('names of examples are given once', () => {
  expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length)
})
