import type { DictionaryColumn, Table } from '../core/table.js'
import type { AsOf } from '../core/time/as-of.js'
import { type Day, formatDate } from '../core/time/civil.js'
import type { Facts } from '../facts/facts.js'
import type { LifecycleDefinition, Strategy } from './definition.js'
import { play, playColumns } from './play-columns.js'

export type StageColumns = {
  readonly customerId: readonly string[]
  readonly stage: DictionaryColumn
  readonly strategy: DictionaryColumn<Strategy>
  /** The local day the stage was entered; absent before the first fact. */
  readonly since: readonly (string | undefined)[]
  readonly daysInStage: Float64Array
  /** The next local day on which time may move the customer, if nothing else happens; a condition may still keep them. */
  readonly nextDue: readonly (string | undefined)[]
}

export interface StageTable extends Table<StageColumns> {
  readonly kind: 'stages'
  readonly format: 1
  readonly definition: { readonly id: string; readonly hash: string }
  /** The local day, `YYYY-MM-DD`. */
  readonly asOf: string
}

/**
 * Every customer's stage on a day, in the order of `facts.customers`: the same as `replayLifecycle` for each, in columns.
 * Customers without a fact are in the initial stage.
 * @throws UsageError `tierwise.lifecycle.currency`
 */
export function stageTable(definition: LifecycleDefinition, facts: Facts, { asOf }: { readonly asOf: AsOf }): StageTable {
  const played = playColumns(definition, facts, asOf)
  const { machine, run, day } = played
  run.sink = ignore
  const { ids } = facts.customers
  const length = ids.length
  const stage = new Uint8Array(length)
  const strategies: readonly Strategy[] = ['acquire', 'nurture', 'retain', 'winBack']
  const strategyOf = machine.list.map((form) => (form.stage.strategy === undefined ? -1 : strategies.indexOf(form.stage.strategy)))
  const strategy = new Int8Array(length)
  const daysInStage = new Float64Array(length)
  const since: (string | undefined)[] = new Array(length)
  const nextDue: (string | undefined)[] = new Array(length)
  const known: (string | undefined)[] = new Array(END - FIRST).fill(undefined)
  for (let c = 0; c < length; c++) {
    play(played, c)
    stage[c] = run.stage.index
    strategy[c] = strategyOf[run.stage.index]
    daysInStage[c] = day - run.entered
    since[c] = dateText(known, run.entered)
    nextDue[c] = dateText(known, run.due)
  }
  return {
    kind: 'stages',
    format: 1,
    definition: machine.identity,
    asOf: formatDate(day),
    length,
    columns: {
      customerId: ids,
      stage: { codes: stage, values: machine.list.map(({ id }) => id) },
      strategy: { codes: strategy, values: strategies },
      since,
      daysInStage,
      nextDue,
    },
  }
}

/** One for all calls: compiled code that calls it would be thrown away with it. */
const ignore = (): void => {}

/** Dates repeat in a column: each is written once. Days of this century are looked up by their number. */
function dateText(known: (string | undefined)[], day: Day): string | undefined {
  if (!(day >= FIRST && day < END)) return Number.isFinite(day) ? formatDate(day) : undefined
  known[day - FIRST] ??= formatDate(day)
  return known[day - FIRST]
}

/** 1990-01-01 … 2099-12-31 */
const FIRST = 7_305
const END = 47_482
