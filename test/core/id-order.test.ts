import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { compareIds } from '../../src/core/id-order.js'
import { cases } from '../support/cases.js'

test('whole numbers come first and ascend, other ids follow by code units', () => {
  const ids = ['b', '10', 'a', '9', '', '007', 'Ä', '客户', '1e3', '-1', '0', '99999999999999999999', '100000000000000000000', 'A']
  expect([...ids].sort(compareIds)).toEqual([
    '0',
    '9',
    '10',
    '99999999999999999999',
    '100000000000000000000',
    '',
    '-1',
    '007',
    '1e3',
    'A',
    'a',
    'b',
    'Ä',
    '客户',
  ])
})

const id = fc.oneof(fc.string({ maxLength: 4 }), fc.nat().map(String), fc.constantFrom('1', '01', '10', '2', 'a', 'b', ''))

property.prop([id, id, id], { numRuns: cases(2000) })('the order is total', (a, b, c) => {
  expect(Math.sign(compareIds(a, b))).toBe(-Math.sign(compareIds(b, a)) + 0)
  expect(compareIds(a, b) === 0).toBe(a === b)
  if (compareIds(a, b) <= 0 && compareIds(b, c) <= 0) expect(compareIds(a, c)).toBeLessThanOrEqual(0)
})
