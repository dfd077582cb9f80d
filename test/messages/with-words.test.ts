/** A program's own names in a second language: goals, proofs and rules say them, and nothing else changes. */

import { en, sentences, withWords } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { describeProgram, explainBalance, explainTier, goalSeek } from 'tierwise/preview'
import { applyEvent, defineProgram } from 'tierwise/program'
import { expect, test } from 'vitest'

const club = defineProgram({
  kind: 'program',
  format: 1,
  id: 'club',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  measures: { nights: { name: 'Nights', from: 'stay', value: 'nights', aggregate: 'sum' } },
  tiers: [
    { id: 'member', name: 'Member' },
    { id: 'gold', name: 'Gold', enter: { measure: 'nights', gte: '10' } },
  ],
  currencies: { stars: { name: 'Stars' } },
  earn: [{ id: 'stay', on: 'stay', to: 'stars', value: 'nights' }],
})
const { state } = applyEvent(club, undefined, { id: 'e1', customerId: 'm1', type: 'stay', at: '2026-01-01T12:00:00+08:00', nights: 4 })
const asOf = '2026-01-02'
const chinese = withWords(zhCN, { Member: '会员', Gold: '金卡', Nights: '住宿晚数', Stars: '星星', stay: '入住', nights: '晚数' })

test('goals, proofs and rules are said in the words of the language', () => {
  const [goal] = goalSeek(club, state, { asOf })
  expect(sentences(goal.reasons, zhCN)[0]).toBe('“Nights”再累计 6 即可升级为Gold')
  expect(sentences(goal.reasons, chinese)[0]).toBe('“住宿晚数”再累计 6 即可升级为金卡')
  const told = [explainTier(club, state, { asOf }), explainBalance(club, state, { asOf, currency: 'stars' }), ...describeProgram(club)]
  const all = (parts: typeof told): typeof told => parts.flatMap((part) => [part, ...all([...(part.children ?? [])])])
  const text = sentences(all(told), chinese).join('\n')
  expect(text).toContain('金卡')
  expect(text).toContain('星星')
  expect(text).not.toMatch(/Member|Gold|Nights|Stars|stay/)
})

test('other words, numbers and the reasons themselves stay', () => {
  const goals = goalSeek(club, state, { asOf })
  const before = JSON.stringify(goals)
  expect(sentences(goals[0].reasons, withWords(en, { gold: 'x', toString: 'y', 6: 'z' }))).toEqual(sentences(goals[0].reasons, en))
  expect(sentences(goals[0].reasons, withWords(en, {}))).toEqual(sentences(goals[0].reasons, en))
  expect(JSON.stringify(goals)).toBe(before)
})
