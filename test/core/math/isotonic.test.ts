import { expect, test } from 'vitest'
import { rising } from '../../../src/core/math/isotonic.js'

test('pools neighbors that fall, by their weights', () => {
  // 3 and 1 fall: (3 · 1 + 1 · 3)/4 = 1.5, which still rises from 1 and to 2
  expect([...rising([1, 3, 1, 2], [1, 1, 3, 1])]).toEqual([1, 1.5, 1.5, 2])
  // a last value of 0 pulls all of them down: (4 + 2 + 0)/3
  expect([...rising([4, 2, 0], [1, 1, 1])]).toEqual([2, 2, 2])
  expect([...rising([], [])]).toEqual([])
  expect([...rising([1, 2, 3], [1, 0, 1])]).toEqual([1, 2, 3])
})
