/** Rows of an engine against columns of the library: equal where the library decides, within 1e-9 where it computes probabilities. */

import { expect } from 'vitest'
import { type Column, cell, type Table } from '../../src/core/table.js'
import type { ResultRow, Value } from './engines.js'

/** @param close columns compared within 1e-9, absolute below 1 and relative above */
export function sameRows(
  rows: readonly ResultRow[],
  table: Table,
  columns: readonly string[],
  ids: readonly string[],
  close: readonly string[],
  context: () => string,
): void {
  const byId = new Map(rows.map((row) => [String(row.customerId), row]))
  expect([...byId.keys()].sort(), context()).toEqual([...ids].sort())
  expect(rows.length, context()).toBe(ids.length)
  for (let i = 0; i < ids.length; i++) {
    const row = byId.get(ids[i]) as ResultRow
    for (const column of columns) {
      const wanted = valueAt(table.columns[column], i)
      const got = row[column]
      if (same(got, wanted, close.includes(column))) continue
      throw new Error(`customer ${ids[i]}, ${column}: engine ${String(got)}, library ${String(wanted)}\n${context()}`)
    }
  }
}

function valueAt(column: Column | undefined, i: number): Value {
  if (column === undefined) throw new Error('no such column')
  const value = cell(column, i)
  return value === undefined ? null : (value as Value)
}

export function same(got: Value | undefined, wanted: Value, close: boolean): boolean {
  if (got === wanted) return true
  if (typeof got !== 'number' || typeof wanted !== 'number') return false
  return close && Math.abs(got - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted))
}
