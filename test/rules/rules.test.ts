import { describe, expect, it } from 'vitest'
import { fraction } from '../../src/core/decimal/exact.js'
import { type Condition, defineRule, evaluateRule, explainRule, lintRule, safeDefineRule } from '../../src/rules/index.js'
import { missingPaths } from '../../src/rules/paths.js'
import { rowScope } from '../../src/rules/row-scope.js'

const rule = (when: Condition) => defineRule({ kind: 'rule', format: 1, id: 'r', when })

describe('conditions', () => {
  it('decides the usual operators exactly', () => {
    expect(evaluateRule(rule({ measure: 'spend', gte: '0.3' }), { spend: 0.1 + 0.2 })).toBe(true)
    expect(evaluateRule(rule({ measure: 'spend', gte: '350' }), { spend: '349.99' })).toBe(false)
    expect(evaluateRule(rule({ measure: 'spend', gt: '200' }), { spend: 200 })).toBe(false)
    expect(evaluateRule(rule({ field: 'brand', in: ['a', 'b'] }), { brand: 'b' })).toBe(true)
    expect(evaluateRule(rule({ flag: 'card' }), { card: true })).toBe(true)
    expect(evaluateRule(rule({ value: 'spend', eq: '1.50' }), { spend: 1.5 })).toBe(true)
  })

  it('meets nothing with an absent name', () => {
    expect(evaluateRule(rule({ measure: 'spend', lte: '5' }), {})).toBe(false)
    expect(evaluateRule(rule({ not: { measure: 'spend', lte: '5' } }), {})).toBe(true)
    expect(evaluateRule(rule({ field: 'x', exists: false }), {})).toBe(true)
  })

  it('counts n of m', () => {
    const twoOfThree = rule({
      atLeast: 2,
      of: [
        { measure: 'a', gte: 1 },
        { measure: 'b', gte: 1 },
        { measure: 'c', gte: 1 },
      ],
    })
    expect(evaluateRule(twoOfThree, { a: 1, b: 0, c: 1 })).toBe(true)
    expect(evaluateRule(twoOfThree, { a: 1, b: 0, c: 0 })).toBe(false)
  })

  it('compares a share without dividing', () => {
    const third = rule({ share: { of: 'own', in: 'all' }, gte: { over: ['1', '3'] } })
    expect(evaluateRule(third, { own: 1, all: 3 })).toBe(true)
    expect(evaluateRule(third, { own: 333_333, all: 1_000_000 })).toBe(false)
    expect(evaluateRule(third, { own: 0, all: 0 })).toBe(false)
  })

  it('takes every operator on a share; of nothing there is none', () => {
    const share = { of: 'own', in: 'all' }
    const quarter = { own: 1, all: 4, wanted: 0.25 }
    expect(evaluateRule(rule({ share, eq: '0.25' }), quarter)).toBe(true)
    expect(evaluateRule(rule({ share, eq: { measure: 'wanted' } }), quarter)).toBe(true)
    expect(evaluateRule(rule({ share, eq: '0.26' }), quarter)).toBe(false)
    expect(evaluateRule(rule({ share, in: ['0.2', '0.25'] }), quarter)).toBe(true)
    expect(evaluateRule(rule({ share, in: ['0.2', '0.3'] }), quarter)).toBe(false)
    expect(evaluateRule(rule({ share, exists: true }), quarter)).toBe(true)
    expect(evaluateRule(rule({ share, exists: false }), quarter)).toBe(false)
    const nothing = { own: 0, all: 0, wanted: 0 }
    expect(evaluateRule(rule({ share, eq: '0' }), nothing)).toBe(false)
    expect(evaluateRule(rule({ share, in: [0] }), nothing)).toBe(false)
    expect(evaluateRule(rule({ share, exists: false }), nothing)).toBe(true)
    // 0.3 of 4 is 1.2; a choice of several shares has no one figure.
    expect(explainRule(rule({ share, eq: '0.3' }), quarter)).toMatchObject({ outcome: 'unmet', actual: 1, required: '1.2' })
    expect(explainRule(rule({ share, in: ['0.3'] }), quarter)).not.toHaveProperty('required')
  })

  it('computes: a sum of weighted, capped scores', () => {
    const score = rule({ value: { plus: [{ times: [{ min: ['visits', '10'] }, '2'] }, 'spend'] }, gte: '25' })
    expect(evaluateRule(score, { visits: 40, spend: '5' })).toBe(true)
    expect(evaluateRule(score, { visits: 40, spend: '4.99' })).toBe(false)
  })

  it('refuses two operators in one node, unknown keys and empty groups, each with its path', () => {
    const result = safeDefineRule({
      kind: 'rule',
      format: 1,
      id: 'r',
      when: { all: [{ measure: 'a', gte: '1', lt: '2' }, { measur: 'b', gte: '1' }, { any: [] }] },
    })
    expect(result.success).toBe(false)
    if (!result.success) expect(result.error.issues.length).toBeGreaterThan(0)
  })

  it.each(['gte', 'gt', 'lte', 'lt'])('refuses a number beyond what is read exactly after %s: as text, 9 would be above 10', (operator) => {
    for (const limit of ['9007199254740993', '-90071992547409910', '1e30', '0.1234567890123456789', 1e21, 9007199254740992]) {
      const result = safeDefineRule({ kind: 'rule', format: 1, id: 'r', when: { all: [{ measure: 'spend', [operator]: limit }] } })
      expect(result.success, String(limit)).toBe(false)
      if (!result.success)
        expect(result.error.issues).toMatchObject([{ code: 'definition.value.invalid', path: ['when', 'all', 0, operator] }])
    }
    const sum = safeDefineRule({
      kind: 'rule',
      format: 1,
      id: 'r',
      when: { value: { plus: ['spend', '9007199254740993'] }, [operator]: '1' },
    })
    expect(sum.success, 'as a term it would name a field').toBe(false)
    // Dates are ordered as text, and an id of nineteen digits is the same or not.
    expect(evaluateRule(rule({ field: 'day', [operator]: '2026-03-01' } as unknown as Condition), { day: '2026-03-01' })).toBe(
      operator.endsWith('e'),
    )
    expect(evaluateRule(rule({ field: 'id', eq: '4876000000912345001' }), { id: '4876000000912345001' })).toBe(true)
  })
})

describe('proofs', () => {
  it('name actual, required and missing at every node', () => {
    const proof = explainRule(rule({ all: [{ measure: 'spend', gte: '350' }, { flag: 'card' }] }), { spend: '349.99' })
    expect(proof).toEqual({
      code: 'rules.group.all',
      outcome: 'unmet',
      params: { met: 0, needed: 2, of: 2 },
      children: [
        {
          code: 'rules.measure.compared',
          outcome: 'unmet',
          params: { measure: 'spend', operator: 'gte' },
          actual: '349.99',
          required: '350',
          missing: '0.01',
        },
        { code: 'rules.flag.set', outcome: 'unmet', params: { flag: 'card' }, actual: false, required: true },
      ],
    })
  })
})

describe('missing paths', () => {
  const paths = (condition: Condition, row: Record<string, unknown>) => missingPaths(condition, rowScope, row)

  it('list zeros in all and any, and every alternative', () => {
    const condition: Condition = {
      any: [
        {
          all: [
            { measure: 'n', gte: 10 },
            { measure: 's', gte: '50.50' },
          ],
        },
        { measure: 'p', gte: 5 },
      ],
    }
    expect(paths(condition, { n: 12, s: '50.25', p: 1 })).toEqual([{ n: 0, s: fraction(1, 4) }, { p: 4 }])
  })

  it('list only unmet measures of n of m, in the smallest sufficient sets', () => {
    const condition: Condition = {
      atLeast: 2,
      of: [
        { measure: 'a', gte: 5 },
        { measure: 'b', gte: 5 },
        { measure: 'c', gte: 5 },
      ],
    }
    expect(paths(condition, { a: 4, b: 1, c: 9 })).toEqual([{ a: 1 }, { b: 4 }])
    expect(paths(condition, { a: 4, b: 1, c: 1 })).toEqual([
      { a: 1, b: 4 },
      { a: 1, c: 4 },
      { b: 4, c: 4 },
    ])
  })

  it('ask one step more of a strict bound and name a missing flag', () => {
    expect(paths({ any: [{ measure: 'p', gt: 200 }, { flag: 'card' }] }, { p: 200 })).toEqual([{ p: 1 }, { card: true }])
  })

  it('have no way past an exceeded upper bound', () => {
    expect(
      paths(
        {
          all: [
            { measure: 'p', gte: 1 },
            { measure: 'complaints', lte: 2 },
          ],
        },
        { p: 0, complaints: 3 },
      ),
    ).toEqual([])
  })
})

describe('lint', () => {
  const codes = (when: Condition) => lintRule(rule(when)).map((finding) => [finding.code, (finding.path ?? []).join('.')])

  it('finds contradictions, shadowed alternatives and redundant parts, and nothing in a clean rule', () => {
    expect(
      codes({
        all: [
          { measure: 'a', gte: 5 },
          { measure: 'a', lt: 5 },
        ],
      }),
    ).toEqual([['rules.condition.never', 'when']])
    expect(
      codes({
        any: [
          { measure: 'a', gte: 10 },
          { measure: 'a', gte: 5 },
        ],
      }),
    ).toEqual([['rules.alternative.shadowed', 'when.any.0']])
    expect(
      codes({
        all: [
          { measure: 'a', gte: 10 },
          { measure: 'a', gt: 9 },
        ],
      }),
    ).toEqual([['rules.part.redundant', 'when.all.1']])
    expect(codes({ any: [{ measure: 'a', gte: 10 }, { all: [{ measure: 'a', gte: 5 }, { flag: 'card' }] }] })).toEqual([])
  })

  it('does not take a negation for its opposite where a name may be absent', () => {
    expect(codes({ any: [{ not: { measure: 'a', gte: 5 } }, { measure: 'a', lt: 5 }] })).toEqual([
      ['rules.alternative.shadowed', 'when.any.1'],
    ])
  })
})
