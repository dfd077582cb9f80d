import { runInNewContext } from 'node:vm'
import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { plainCopy } from '../../src/core/plain.js'
import { cases } from '../support/cases.js'

const codes = (value: unknown): string[] => plainCopy(value).issues.map(({ code, path }) => `${code} at ${path?.join('.')}`)

describe('a plain copy', () => {
  property.prop([fc.jsonValue()], { numRuns: cases(500) })('of JSON is the same JSON and shares nothing', (value) => {
    const { data, issues } = plainCopy(value, { nodes: 100_000, depth: 64, textLength: 10_000 })
    const forbidden = JSON.stringify(value).match(/"(__proto__|constructor|prototype)":/)
    if (forbidden) return
    expect(issues).toEqual([])
    expect(JSON.stringify(data)).toBe(JSON.stringify(value))
    if (value !== null && typeof value === 'object') expect(data).not.toBe(value)
  })

  test('drops absent members and writes holes as null, as JSON does', () => {
    // biome-ignore lint/suspicious/noSparseArray: the hole is the case
    const { data, issues } = plainCopy({ a: undefined, b: [1, , undefined, 2] })
    expect(issues).toEqual([])
    expect(JSON.stringify(data)).toBe('{"b":[1,null,null,2]}')
  })

  test('has no negative zero, which JSON would lose', () => {
    expect(Object.is((plainCopy({ a: -0 }).data as { a: number }).a, 0)).toBe(true)
  })

  test('takes objects of another realm and without a prototype', () => {
    const foreign = runInNewContext('({ a: [1, { b: "x" }] })')
    const bare = Object.assign(Object.create(null), { a: 1 })
    expect(plainCopy(foreign)).toEqual({ data: { a: [1, { b: 'x' }] }, issues: [] })
    expect(plainCopy(bare)).toEqual({ data: { a: 1 }, issues: [] })
  })

  test('shared parts are no circle', () => {
    const part = { x: 1 }
    expect(plainCopy({ a: part, b: part })).toEqual({ data: { a: { x: 1 }, b: { x: 1 } }, issues: [] })
  })
})

describe('refused', () => {
  test('keys that reach for prototypes', () => {
    expect(codes(JSON.parse('{"a":{"__proto__":{"polluted":true}},"constructor":{"prototype":{"polluted":true}},"prototype":1}'))).toEqual([
      'definition.key.forbidden at a.__proto__',
      'definition.key.forbidden at constructor',
      'definition.key.forbidden at prototype',
    ])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    const { data } = plainCopy(JSON.parse('{"__proto__":{"polluted":true}}'))
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype)
    expect((data as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test('getters, in objects and in arrays, without calling them', () => {
    let called = 0
    const get = (): number => ++called
    const array = [1]
    Object.defineProperty(array, 1, { get, enumerable: true })
    expect(codes({ a: Object.defineProperty({}, 'x', { get, enumerable: true }), b: array })).toEqual([
      'definition.value.not-json at a.x',
      'definition.value.not-json at b.1',
    ])
    expect(called).toBe(0)
  })

  test('values that JSON does not have', () => {
    class Money {
      amount = 1
    }
    for (const value of [1n, () => 1, Symbol('s'), new Date(0), new Map(), /x/, new Money(), new Float64Array(2), Promise.resolve()])
      expect(codes({ a: value })).toEqual(['definition.value.not-json at a'])
    expect(codes(undefined)).toEqual(['definition.value.not-json at '])
    expect(codes([Number.NaN, Number.NEGATIVE_INFINITY])).toEqual([
      'definition.number.not-finite at 0',
      'definition.number.not-finite at 1',
    ])
  })

  test('circles', () => {
    const circle: { self?: unknown; list: unknown[] } = { list: [] }
    circle.self = circle
    circle.list.push(circle.list)
    expect(codes(circle)).toEqual(['definition.value.cyclic at list.0', 'definition.value.cyclic at self'])
  })

  test('texts that no hash and no database can keep', () => {
    expect(codes({ a: 'x\ud800', '\udc00': 1, ok: '\ud83d\ude00' })).toEqual([
      'definition.text.ill-formed at a',
      'definition.text.ill-formed at ',
    ])
  })

  test('too much of anything', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)
    expect(codes(deep)).toHaveLength(1)
    expect(codes(deep)[0]).toContain('definition.depth.too-deep')
    expect(codes(new Array(2 ** 32 - 1))).toEqual(['definition.size.too-large at '])
    expect(codes(Array.from({ length: 400 }, () => new Array(400).fill(0)))[0]).toContain('definition.size.too-large')
    expect(codes({ a: 'x'.repeat(10_001) })).toEqual(['definition.text.too-long at a'])
    expect(codes({ ['k'.repeat(10_001)]: 1 })).toEqual(['definition.text.too-long at '])
  })

  test('one list within itself a billion times, quickly', () => {
    let list: unknown = 'lol'
    for (let i = 0; i < 30; i++) list = new Array(10).fill(list)
    expect(codes(list)).toHaveLength(1)
    const holes = new Array(90_000)
    expect(codes(new Array(90_000).fill(holes))).toEqual(['definition.size.too-large at 1'])
    const absent = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, undefined]))
    expect(codes(new Array(90_000).fill(absent))).toHaveLength(1)
  })

  test('a flood of faults is reported up to a measure', () => {
    const { issues } = plainCopy(new Array(90_000).fill(Number.NaN))
    expect(issues.length).toBeLessThanOrEqual(1000)
    expect(issues.length).toBeGreaterThan(10)
  })
})
