/** What lint finds in a program, and what it leaves alone. */

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineProgram, lintProgram } from 'tierwise/program'
import { describe, expect, it } from 'vitest'

const base = {
  kind: 'program',
  format: 1,
  id: 'p',
  timeZone: 'UTC',
  currency: 'EUR',
  measures: { spend: { from: 'purchase', aggregate: 'sum' }, visits: { from: 'visit', aggregate: 'count' } },
}
const points = {
  currencies: { points: {} },
  redeem: [{ id: 'pay', on: 'redeem', from: 'points', amount: 'points' }],
}
const found = (more: object): [string, string | undefined][] =>
  lintProgram(defineProgram({ ...base, ...more })).map(({ code, path }) => [code, path?.join('.')])

describe('lintProgram', () => {
  it('finds tiers that nobody can reach, also behind one another', () => {
    const never = {
      all: [
        { measure: 'spend', gte: '100' },
        { measure: 'spend', lt: '50' },
      ],
    }
    expect(
      found({
        tiers: [
          { id: 'a' },
          { id: 'b', enter: never },
          { id: 'c', requires: 'previous', enter: { measure: 'spend', gte: '9' } },
          { id: 'd' },
        ],
      }),
    ).toEqual([
      ['program.tier.unreachable', 'tiers.1'],
      ['program.tier.unreachable', 'tiers.2'],
      ['program.tier.unreachable', 'tiers.3'],
      ['rules.condition.never', 'tiers.1.enter'],
    ])
    const grants = [{ id: 'invited', on: 'invite', tier: 'd', until: 'never' }]
    expect(found({ grants, tiers: [{ id: 'a' }, { id: 'd' }] })).toEqual([])
  })

  it('finds tiers that a higher one swallows', () => {
    const tiers = [
      { id: 'a' },
      { id: 'silver', enter: { measure: 'spend', gte: '500' } },
      { id: 'gold', enter: { measure: 'spend', gte: '200' } },
    ]
    expect(found({ tiers })).toEqual([['program.tier.shadowed', 'tiers.1.enter']])
    expect(found({ tiers: [tiers[0], { ...tiers[2], id: 'x' }, tiers[1]] })).toEqual([])
    // Looked at on another day, it is a status of its own.
    expect(found({ tiers: [tiers[0], tiers[1], { ...tiers[2], grant: { decide: { monthly: 1 } } }] })).toEqual([])
  })

  it('finds what can never be kept, and what no review asks', () => {
    const enter = { measure: 'spend', gte: '500' }
    const keep = {
      all: [
        { measure: 'visits', gte: '3' },
        { measure: 'visits', lte: '2' },
      ],
    }
    const grant = { until: { plus: { n: '12', unit: 'month' }, last: 'dayBefore' } }
    expect(found({ tiers: [{ id: 'a' }, { id: 'b', enter, keep, grant, review: {} }] })).toEqual([
      ['program.tier.never-kept', 'tiers.1.keep'],
      ['rules.condition.never', 'tiers.1.keep'],
    ])
    expect(found({ tiers: [{ id: 'a' }, { id: 'b', enter, keep: enter, grant }] })).toEqual([['program.keep.idle', 'tiers.1.keep']])
  })

  it('finds awards that set off one another', () => {
    const measures = { ...base.measures, a: { earned: 'points', by: ['two'] }, b: { earned: 'points', by: ['one'] } }
    const awards = [
      { id: 'one', to: 'points', give: '10', measure: 'a', crosses: { every: '10' } },
      { id: 'two', to: 'points', give: '10', measure: 'b', crosses: { every: '10' } },
      { id: 'three', to: 'points', give: '1', measure: 'spend', crosses: ['5'] },
    ]
    expect(found({ ...points, measures, awards })).toEqual([
      ['program.award.circular', 'awards.0'],
      ['program.award.circular', 'awards.1'],
    ])
    const oneWay = { ...measures, a: { earned: 'points', by: ['three'] } }
    expect(found({ ...points, measures: oneWay, awards })).toEqual([])
  })

  it('finds points without source or use, flags nobody asks, and amounts that would be refused', () => {
    const earn = [{ id: 'base', on: 'purchase', to: 'points' }]
    expect(found({ ...points })).toEqual([['program.currency.unearned', 'currencies.points']])
    expect(found({ currencies: points.currencies, earn: [{ ...earn[0], round: 'down' }] })).toEqual([
      ['program.currency.unspent', 'currencies.points'],
    ])
    expect(found({ ...points, earn })).toEqual([['program.earning.inexact-amounts', 'earn.0']])
    expect(found({ ...points, currencies: { points: { scale: 2 } }, earn })).toEqual([])
    expect(found({ flags: { vip: { on: 'vip' } } })).toEqual([['program.flag.idle', 'flags.vip']])
  })

  it('leaves the gallery in peace but for three remarks', () => {
    const folder = fileURLToPath(new URL('../../examples/programs/', import.meta.url))
    const remarks = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => lintProgram(defineProgram(JSON.parse(readFileSync(folder + name, 'utf8')))).map(({ code }) => [name, code]))
    // Choices and rewards that members pick by hand are not redeemed here; bounties come in whole points anyway.
    expect(remarks).toEqual([
      ['american-aadvantage.json', 'program.currency.unspent'],
      ['stack-overflow-reputation.json', 'program.earning.inexact-amounts'],
      ['world-of-hyatt.json', 'program.currency.unspent'],
    ])
  })
})
