/** Many accounts' events at once, in columns or one by one. */

import { UsageError } from '../core/errors.js'
import type { NumberColumn } from '../core/table.js'
import { mayBeSeconds } from '../core/time/instant.js'
import type { ProgramEvent } from './event.js'

/** Events in columns: those of one account stand together, in the order of time. */
export interface EventColumns {
  /** Account i has the events `from[i]` to `from[i + 1] − 1`; one longer than there are accounts. */
  readonly from: Int32Array | Uint32Array
  /** By account; absent: their numbers. */
  readonly accounts?: readonly string[]
  /** Fact types, which `type` points into. */
  readonly types: readonly string[]
  readonly type: Uint8Array | Uint16Array | Int32Array
  /** Epoch ms. */
  readonly at: Float64Array
  /** Of the program's currency; NaN: none. */
  readonly amountMinor?: NumberColumn
  /** Numbers by attribute; NaN: none. */
  readonly attributes?: Readonly<Record<string, NumberColumn>>
}

/** The events of one account as `applyEvent` and `replayProgram` take them; ids number them within the account. */
export function eventsOf(columns: EventColumns, account: number): ProgramEvent[] {
  const events: ProgramEvent[] = []
  for (let k = columns.from[account]; k < columns.from[account + 1]; k++) events.push(eventAt(columns, account, k))
  return events
}

export function eventAt(
  { from, accounts, types, type, at, amountMinor, attributes }: EventColumns,
  account: number,
  k: number,
): ProgramEvent {
  const event: { id: string; customerId: string; type: string; at: number; [key: string]: unknown } = {
    // Facts of one instant go by id: numbers of equal length keep the order of the columns.
    id: String(k - from[account]).padStart(10, '0'),
    customerId: accounts === undefined ? String(account) : accounts[account],
    type: types[type[k]],
    at: at[k],
  }
  if (amountMinor !== undefined && !Number.isNaN(amountMinor[k])) event.amountMinor = amountMinor[k]
  for (const name of Object.keys(attributes ?? {})) {
    const value = attributes?.[name][k]
    if (value !== undefined && !Number.isNaN(value)) event[name] = value
  }
  return event
}

export function isColumns(batch: EventColumns | readonly ProgramEvent[]): batch is EventColumns {
  return !Array.isArray(batch)
}

/** @throws UsageError `tierwise.program.batch` for columns of different lengths, codes without a type, times that may be seconds, accounts whose time runs backwards */
export function requireColumns({ from, accounts, types, type, at, amountMinor, attributes }: EventColumns): void {
  const refuse = (problem: string): never => {
    throw new UsageError('tierwise.program.batch', { problem })
  }
  const n = at.length
  if (from.length === 0 || from[0] !== 0 || from[from.length - 1] !== n || type.length !== n) refuse('length')
  if (accounts !== undefined && accounts.length !== from.length - 1) refuse('length')
  for (const column of [amountMinor, ...Object.values(attributes ?? {})]) if (column !== undefined && column.length !== n) refuse('length')
  for (let i = 1; i < from.length; i++) {
    if (from[i] < from[i - 1]) refuse('order')
    for (let k = from[i - 1]; k < from[i]; k++) {
      if (type[k] >= types.length) refuse('type')
      if (!(Math.abs(at[k]) <= 8.64e15)) refuse('at')
      if (mayBeSeconds(at[k])) refuse('seconds')
      if (k > from[i - 1] && at[k] < at[k - 1]) refuse('order')
    }
  }
}
