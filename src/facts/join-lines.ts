/** Several rows with one order id are the lines of one order: joined into the first row, amounts added. */

import { canonicalJson } from '../core/canonical-json.js'
import { type Batch, JOINED, SKIPPED } from './batch.js'
import type { FactLine } from './fact.js'
import type { OriginalAmount } from './facts.js'
import type { IssueCollector } from './issues.js'

/** @param lineId tells lines of one order apart; without it equal rows are two lines */
export function joinLines(
  batch: Batch,
  lineId: ((i: number) => string | undefined) | undefined,
  column: string,
  issues: IssueCollector,
): void {
  if (!batch.id) return
  const orders = new Map<string, number[]>()
  for (let i = 0; i < batch.length; i++) {
    const id = batch.id[i]
    if (batch.struck[i] || id === undefined) continue
    const rows = orders.get(id)
    if (rows) rows.push(i)
    else orders.set(id, [i])
  }
  for (const rows of orders.values()) joinOrder(batch, rows, lineId, column, issues)
}

function joinOrder(
  batch: Batch,
  rows: readonly number[],
  lineId: ((i: number) => string | undefined) | undefined,
  column: string,
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
  const amount = sum(kept.map((i) => batch.amountMinor[i]))
  if (!Number.isSafeInteger(amount)) {
    for (const i of kept) {
      batch.struck[i] = SKIPPED
      issues.add('facts.amount.unsafe', 'error', batch.kind, i + 1, { column })
    }
    return
  }
  const lines: FactLine[] = []
  let at = Number.POSITIVE_INFINITY
  for (const i of kept) {
    at = Math.min(at, batch.at[i])
    lines.push(...(batch.lines?.[i] ?? [{ amountMinor: batch.amountMinor[i] }]))
    if (i !== kept[0]) batch.struck[i] = JOINED
  }
  batch.amountMinor[kept[0]] = amount
  if (batch.original) batch.original[kept[0]] = joinOriginals(kept.map((i) => batch.original?.[i]))
  batch.at[kept[0]] = at
  batch.lines ??= new Array(batch.length)
  batch.lines[kept[0]] = lines
    .map((line) => canonicalJson(line))
    .sort()
    .map((text) => JSON.parse(text) as FactLine)
}

/** Of lines in one currency; an order in several has none. */
function joinOriginals(originals: readonly (OriginalAmount | undefined)[]): OriginalAmount | undefined {
  const [first] = originals
  const amounts = originals.flatMap((original) => (original && original.currency === first?.currency ? [original.amountMinor] : []))
  const amountMinor = sum(amounts)
  return first && amounts.length === originals.length && Number.isSafeInteger(amountMinor)
    ? { amountMinor, currency: first.currency }
    : undefined
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
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
