import type { DictionaryColumn, Table } from '../core/table.js'
import { type AsOf, instantOf } from '../core/time/as-of.js'
import type { Instant } from '../core/time/instant.js'
import { EMPTY_PURSE } from '../points/purse.js'
import { type EventColumns, eventAt, isColumns, requireColumns } from './batch.js'
import type { ProgramDefinition } from './definition.js'
import { advanceTo } from './due.js'
import { compareFacts, type ProgramEvent, readEvent } from './event.js'
import { type Program, programForm } from './form.js'
import { sameFact } from './journal.js'
import {
  bindColumns,
  type LedgerColumns,
  type LedgerFigures,
  type LedgerPlan,
  type LedgerSpace,
  ledgerPlan,
  playLedger,
} from './ledger-kernel.js'
import { newRun } from './run.js'
import { draftOf, EMPTY_BOOKS, type ProgramFact } from './state.js'
import { step } from './step.js'

/**
 * Memory that `applyMany` uses again: for a batch as large as the last one it allocates nothing that grows with it.
 * The columns of a result lie in it and hold until the workspace is used again.
 */
export interface Workspace {
  columns: Map<string, Float64Array>
  codes: Int32Array
  readonly space: LedgerSpace
}

/** An empty workspace: `applyMany(…, { workspace })`, batch after batch. */
export function newWorkspace(): Workspace {
  return { columns: new Map(), codes: new Int32Array(0), space: { left: new Float64Array(0), until: new Int32Array(0) } }
}

/**
 * One row per account. `refused` counts refused and unreadable events; for every currency there are, in units of 10^−scale,
 * `balance.<id>`, `earned.<id>`, `spent.<id>`, `expired.<id>`, `reversed.<id>` and `pending.<id>`; `tier` where the program has tiers.
 */
export interface ManyResult {
  readonly accounts: readonly string[] | undefined
  readonly table: Table<Readonly<Record<string, Float64Array | DictionaryColumn>>>
}

/**
 * Whole histories of many accounts: the figures that `replayProgram` gives for each, without a state for any.
 * For the state of one, `replayProgram(definition, eventsOf(columns, i))`.
 *
 * @param batch columns (the fast way), or events with a `customerId` in any order, duplicates and all
 * @param options.at what is due up to this moment has happened; default: each account's own last event
 * @throws UsageError `tierwise.program.batch` when columns do not fit together
 */
export function applyMany(
  definition: ProgramDefinition,
  batch: EventColumns | readonly ProgramEvent[],
  options: { readonly at?: AsOf; readonly workspace?: Workspace } = {},
): ManyResult {
  const program = programForm(definition)
  const workspace = options.workspace ?? newWorkspace()
  const at = options.at === undefined ? undefined : instantOf(options.at)
  if (!isColumns(batch)) return manyEvents(program, batch, at, workspace)
  requireColumns(batch)
  const out = outputs(program, workspace, batch.from.length - 1)
  const plan = batch.types.includes('opening') ? undefined : ledgerPlan(program)
  const columns = plan === undefined ? undefined : bindColumns(plan, batch)
  if (plan === undefined || columns === undefined) for (let i = 0; i < out.length; i++) playColumns(program, batch, i, at, out)
  else manyLedgers(program, plan, columns, batch, at, workspace.space, out)
  return { accounts: batch.accounts, table: tableOf(program, out) }
}

interface Outputs {
  readonly length: number
  readonly refused: Float64Array
  readonly currencies: readonly {
    readonly id: string
    readonly balance: Float64Array
    readonly earned: Float64Array
    readonly spent: Float64Array
    readonly expired: Float64Array
    readonly reversed: Float64Array
    readonly pending: Float64Array
  }[]
  readonly tier: Int32Array
}

function outputs(program: Program, workspace: Workspace, length: number): Outputs {
  const column = (name: string): Float64Array => {
    let own = workspace.columns.get(name)
    if (own === undefined || own.length < length) {
      own = new Float64Array(length)
      workspace.columns.set(name, own)
    }
    return own.subarray(0, length).fill(0)
  }
  if (workspace.codes.length < length) workspace.codes = new Int32Array(length)
  return {
    length,
    refused: column('refused'),
    currencies: program.currencyList.map(({ id }) => ({
      id,
      balance: column(`balance.${id}`),
      earned: column(`earned.${id}`),
      spent: column(`spent.${id}`),
      expired: column(`expired.${id}`),
      reversed: column(`reversed.${id}`),
      pending: column(`pending.${id}`),
    })),
    tier: workspace.codes.subarray(0, length).fill(-1),
  }
}

function tableOf(program: Program, { length, refused, currencies, tier }: Outputs): ManyResult['table'] {
  const columns: Record<string, Float64Array | DictionaryColumn> = { refused }
  if (program.tiers.length > 0) columns.tier = { codes: tier, values: program.tiers.map(({ id }) => id) }
  for (const { id, ...figures } of currencies) for (const [name, column] of Object.entries(figures)) columns[`${name}.${id}`] = column
  return { length, columns }
}

function manyLedgers(
  program: Program,
  plan: LedgerPlan,
  columns: LedgerColumns,
  batch: EventColumns,
  at: Instant | undefined,
  space: LedgerSpace,
  out: Outputs,
): void {
  const { from } = batch
  let longest = 0
  for (let i = 0; i < out.length; i++) longest = Math.max(longest, from[i + 1] - from[i])
  if (space.left.length < longest) {
    space.left = new Float64Array(longest)
    space.until = new Int32Array(longest)
  }
  const figures: LedgerFigures = { earned: 0, spent: 0, expired: 0, refused: 0 }
  const [{ balance, earned, spent, expired }] = out.currencies
  const { refused, tier } = out
  const hasTier = program.tiers.length > 0
  const asked = at === undefined ? undefined : plan.dayOf(at)
  for (let i = 0; i < out.length; i++) {
    const start = from[i]
    const stop = from[i + 1]
    if (start === stop) continue
    const lastAt = batch.at[stop - 1]
    const last = asked === undefined || (at as number) < lastAt ? plan.dayOf(lastAt) : asked
    if (!playLedger(plan, columns, batch, i, last, space, figures)) {
      playColumns(program, batch, i, at, out)
      continue
    }
    balance[i] = figures.earned - figures.spent - figures.expired
    earned[i] = figures.earned
    spent[i] = figures.spent
    expired[i] = figures.expired
    refused[i] = figures.refused
    if (hasTier) tier[i] = 0
  }
}

function playColumns(program: Program, batch: EventColumns, account: number, at: Instant | undefined, out: Outputs): void {
  const facts: ProgramFact[] = []
  let invalid = 0
  for (let k = batch.from[account]; k < batch.from[account + 1]; k++) {
    const fact = readEvent(eventAt(batch, account, k), program)
    if ('problem' in fact) invalid++
    else facts.push(fact)
  }
  play(program, facts, invalid, account, at, out)
}

function play(
  program: Program,
  facts: readonly ProgramFact[],
  invalid: number,
  account: number,
  at: Instant | undefined,
  out: Outputs,
): void {
  let refused = invalid
  const run = newRun(program, draftOf(EMPTY_BOOKS))
  for (const fact of facts) if (step(run, fact).refused !== undefined) refused++
  if (at !== undefined && facts.length > 0) advanceTo(run, at)
  out.refused[account] = refused
  out.currencies.forEach((columns) => {
    const purse = run.books.purses[columns.id] ?? EMPTY_PURSE
    const pending = purse.holds.reduce((sum, { units }) => sum + units, 0)
    columns.earned[account] = purse.earned
    columns.spent[account] = purse.spent
    columns.expired[account] = purse.expired
    columns.reversed[account] = purse.reversed
    columns.pending[account] = pending
    columns.balance[account] = purse.earned - purse.spent - purse.expired - purse.reversed - pending
  })
  out.tier[account] = run.books.tier === null ? -1 : program.tiers.findIndex(({ id }) => id === run.books.tier)
}

function manyEvents(program: Program, events: readonly ProgramEvent[], at: Instant | undefined, workspace: Workspace): ManyResult {
  const accounts = new Map<string, { facts: Map<string, ProgramFact>; invalid: Set<unknown> }>()
  for (const event of events) {
    const fact = readEvent(event, program)
    const id = 'problem' in fact ? (ownText(event, 'customerId') ?? '') : fact.customerId
    let account = accounts.get(id)
    if (account === undefined) {
      account = { facts: new Map(), invalid: new Set() }
      accounts.set(id, account)
    }
    if ('problem' in fact)
      account.invalid.add(ownText(event, 'id') ?? event) // once, however often it is delivered
    else {
      const known = account.facts.get(fact.id)
      if (known === undefined) account.facts.set(fact.id, fact)
      else if (!sameFact(known, fact)) account.invalid.add(fact.id)
    }
  }
  const out = outputs(program, workspace, accounts.size)
  let i = 0
  for (const { facts, invalid } of accounts.values()) play(program, [...facts.values()].sort(compareFacts), invalid.size, i++, at, out)
  return { accounts: [...accounts.keys()], table: tableOf(program, out) }
}

/** Looked at, not read: a getter is code of the stranger's. */
function ownText(event: unknown, key: string): string | undefined {
  const value: unknown = event !== null && typeof event === 'object' ? Object.getOwnPropertyDescriptor(event, key)?.value : undefined
  return typeof value === 'string' ? value : undefined
}
