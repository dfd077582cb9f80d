/** Several rows with one order id are the lines of one order: joined into the first row, amounts added. */

import { canonicalJson } from '../core/canonical-json.js'
import { type Batch, JOINED, SKIPPED } from './batch.js'
import type { FactLine } from './fact.js'
import type { IssueCollector } from './issues.js'

/** @param lineId tells lines of one order apart; without it equal rows are two lines */
export function joinLines(batch: Batch, lineId: ((i: number) => string | undefined) | undefined, issues: IssueCollector): void {
  if (!batch.id) return
  const orders = new Map<string, number[]>()
  for (let i = 0; i < batch.length; i++) {
    const id = batch.id[i]
    if (batch.struck[i] || id === undefined) continue
    const rows = orders.get(id)
    if (rows) rows.push(i)
    else orders.set(id, [i])
  }
  for (const rows of orders.values()) joinOrder(batch, rows, lineId, issues)
}

function joinOrder(
  batch: Batch,
  rows: readonly number[],
  lineId: ((i: number) => string | undefined) | undefined,
  issues: IssueCollector,
): void {
  const head = rows[0]
  const kept: number[] = []
  const seen = new Map<string, number>()
  for (const i of rows) {
    // Lines of one order may be written minutes apart by a till, but not for two customers.
    if (batch.customer[i] !== batch.customer[head]) {
      strikeAll(batch, rows, issues)
      return
    }
    const line = lineId?.(i)
    const before = line === undefined ? undefined : seen.get(line)
    if (line === undefined || before === undefined) {
      kept.push(i)
      if (line !== undefined) seen.set(line, i)
    } else if (contentOf(batch, before) === contentOf(batch, i)) {
      batch.struck[i] = SKIPPED
      issues.add('facts.line.duplicate', 'info', batch.kind, i + 1, { firstRow: before + 1 })
    } else {
      strikeAll(batch, rows, issues)
      return
    }
  }
  if (kept.length === 1) return
  const lines: FactLine[] = []
  let amount = 0
  let at = Number.POSITIVE_INFINITY
  for (const i of kept) {
    amount += batch.amountMinor[i]
    at = Math.min(at, batch.at[i])
    lines.push(...(batch.lines?.[i] ?? [{ amountMinor: batch.amountMinor[i] }]))
    if (i !== kept[0]) batch.struck[i] = JOINED
  }
  batch.amountMinor[kept[0]] = amount
  batch.at[kept[0]] = at
  batch.lines ??= new Array(batch.length)
  batch.lines[kept[0]] = lines
    .map((line) => canonicalJson(line))
    .sort()
    .map((text) => JSON.parse(text) as FactLine)
}

function contentOf(batch: Batch, i: number): string {
  return canonicalJson([batch.at[i], batch.amountMinor[i], batch.lines?.[i] ?? null, batch.attributes?.[i] ?? null])
}

function strikeAll(batch: Batch, rows: readonly number[], issues: IssueCollector): void {
  for (const i of rows) {
    batch.struck[i] = SKIPPED
    issues.add('facts.id.conflict', 'error', batch.kind, i + 1, { otherRow: rows[0] + 1 })
  }
}
