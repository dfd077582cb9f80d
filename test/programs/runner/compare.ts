/** Expected against got, by value: `0`, `'0.00'` and `'0'` are one number. */

import { readDecimal } from '../../../src/core/decimal/decimal.js'

export function same(expected: unknown, got: unknown): boolean {
  if (expected === got) return true
  const a = readDecimal(expected)
  const b = readDecimal(got)
  if (a !== undefined && b !== undefined) return a.units === b.units && a.scale === b.scale
  if (Array.isArray(expected) && Array.isArray(got)) return expected.length === got.length && expected.every((item, i) => same(item, got[i]))
  if (isObject(expected) && isObject(got)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(got)])
    return [...keys].every((key) => same(expected[key], got[key]))
  }
  return false
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** Every path of `expected` is among `got`'s, and the other way round. */
export function samePaths(expected: readonly unknown[], got: readonly unknown[]): boolean {
  return expected.length === got.length && expected.every((path) => got.some((other) => same(path, other)))
}

/** Every key of `expected` has the same value in `got`; other keys are not claimed. */
export function sameWhere(expected: Readonly<Record<string, unknown>>, got: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(expected)
    .filter(([key, value]) => !same(value, got[key]))
    .map(([key, value]) => `${key}: expected ${JSON.stringify(value)}, got ${JSON.stringify(got[key])}`)
}
