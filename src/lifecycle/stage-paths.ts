import { UsageError } from '../core/errors.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import type { AsOf } from '../core/time/as-of.js'
import { type Day, formatDate } from '../core/time/civil.js'
import type { Facts } from '../facts/facts.js'
import type { LifecycleDefinition } from './definition.js'
import { play, playColumns } from './play-columns.js'

export type StagePathColumns = {
  /** Codes into `customers`; a customer's stays follow one another in time. */
  readonly customer: Int32Array
  readonly stage: DictionaryColumn
  /** Days since 1970-01-01, local; NaN for a customer without facts. */
  readonly fromDay: Float64Array
  /** The day of the next stage; NaN while the stay lasts. */
  readonly toDay: Float64Array
  /** What brought the customer here: `event`, `time`, or `start`. */
  readonly by: DictionaryColumn<'start' | 'event' | 'time'>
}

/** One row per stay in a stage: what every question about the movement of a base is answered from. */
export interface StagePaths extends Table<StagePathColumns> {
  readonly kind: 'stage-paths'
  readonly format: 1
  readonly definition: { readonly id: string; readonly hash: string }
  readonly initial: string
  /** Stages whose customers are gone: `lost` or `final` ones. */
  readonly gone: readonly string[]
  readonly asOf: string
  readonly asOfDay: Day
  readonly customers: readonly string[]
}

const BY = ['start', 'event', 'time'] as const

/**
 * Every stay of every customer up to a day. Several moves on one day leave stays of length 0.
 * @throws UsageError `tierwise.lifecycle.currency`
 */
export function stagePaths(definition: LifecycleDefinition, facts: Facts, { asOf }: { readonly asOf: AsOf }): StagePaths {
  const played = playColumns(definition, facts, asOf)
  const { machine, run, day } = played
  const customer: number[] = []
  const stage: number[] = []
  const fromDay: number[] = []
  const toDay: number[] = []
  const by: number[] = []
  const { ids } = facts.customers
  const open = (c: number, index: number, from: Day, cause: number): void => {
    customer.push(c)
    stage.push(index)
    fromDay.push(from)
    toDay.push(Number.NaN)
    by.push(cause)
  }
  let current = 0
  let first = true
  run.sink = (to, at, rule) => {
    if (first) {
      // The stay that ends here began with the customer's first fact.
      open(current, machine.initial.index, started, 0)
      first = false
    }
    toDay[toDay.length - 1] = at
    open(current, to.index, at, rule.trigger === 'event' ? 1 : 2)
  }
  let started = Number.NaN
  run.began = (at) => {
    started = at
  }
  for (let c = 0; c < ids.length; c++) {
    current = c
    first = true
    started = Number.NaN
    play(played, c)
    if (first) open(c, machine.initial.index, started, 0)
  }
  return {
    kind: 'stage-paths',
    format: 1,
    definition: machine.identity,
    initial: machine.initial.id,
    gone: machine.list.filter((form) => form.stage.final === true || form.stage.lost === true).map(({ id }) => id),
    asOf: formatDate(day),
    asOfDay: day,
    customers: ids,
    length: customer.length,
    columns: {
      customer: Int32Array.from(customer),
      stage: { codes: Uint8Array.from(stage), values: machine.list.map(({ id }) => id) },
      fromDay: Float64Array.from(fromDay),
      toDay: Float64Array.from(toDay),
      by: { codes: Uint8Array.from(by), values: BY },
    },
  }
}

/** Every customer's stage at the end of a local day, as a code; before their first fact they are in the initial one. */
export function stagesOn(paths: StagePaths, day: Day): Uint8Array {
  if (day > paths.asOfDay) throw new UsageError('tierwise.lifecycle.after-as-of', { day: formatDate(day), asOf: paths.asOf })
  const { customer, stage, fromDay } = paths.columns
  const initial = stage.values.indexOf(paths.initial)
  const codes = new Uint8Array(paths.customers.length).fill(initial)
  for (let i = 0; i < paths.length; i++) if (fromDay[i] <= day) codes[customer[i]] = stage.codes[i] as number
  return codes
}
