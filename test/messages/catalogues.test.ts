import { en } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { expect, test } from 'vitest'

test('both languages know the same codes', () => {
  expect(Object.keys(zhCN).sort()).toEqual(Object.keys(en).sort())
})

test('every code is room.noun.problem', () => {
  for (const code of Object.keys(en)) expect(code).toMatch(/^[a-z]+(\.[a-z][a-z0-9-]*){2,3}$/)
})
