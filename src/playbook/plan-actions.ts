import { compareExact, exactNumber, readExact } from '../core/decimal/exact.js'
import { UsageError } from '../core/errors.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { choose } from './choose.js'
import type { PlaybookCustomer, PlaybookDefinition } from './definition.js'
import { type ActionForm, channelCode, isPermitted, pastOf, playbookForm } from './next-best-actions.js'

export interface PlanOptions {
  readonly asOf: AsOf
  /** For all actions together, major units. */
  readonly budget?: string | number
  /** How much there is of what actions use: `{ managerHours: 40 }`. What is not named is not scarce. */
  readonly capacity?: Readonly<Record<string, number>>
}

export type PlanColumns = {
  readonly customerId: readonly string[]
  readonly action: DictionaryColumn
  readonly channel: DictionaryColumn
  /** Expected gain, major units. */
  readonly value: Float64Array
  readonly cost: Float64Array
  readonly priority: Float64Array
}

export interface ActionPlan extends Table<PlanColumns> {
  /** Σ value − cost of the plan, major units. */
  readonly netValue: number
  /** No plan within the limits has more; equal to `netValue` where the plan is proven best. */
  readonly bound: number
  /** Used, available, and about what one more would bring, per limit. */
  readonly limits: readonly { readonly limit: string; readonly used: number; readonly available: number; readonly price: number }[]
  /** Customers with an eligible action that did not get one. */
  readonly leftOut: number
}

/**
 * One action at most for every customer of a base, so that the whole brings most within budget and capacity.
 * An action without `value` is worth its priority in major units (a plan needs a common measure), and costs what it costs.
 * @returns one row per customer with an action, in the order of the customers
 * @throws UsageError `tierwise.playbook.limit` for a limit that is no number ≥ 0
 */
export function planActions(
  playbook: PlaybookDefinition,
  customers: Iterable<PlaybookCustomer>,
  { asOf, budget, capacity = {} }: PlanOptions,
): ActionPlan {
  const form = playbookForm(playbook)
  const { day } = momentOf(asOf, form.zone)
  const names = Object.keys(capacity)
  const limits = names.map((name) => capacity[name])
  const money = budget === undefined ? undefined : readExact(budget)
  if (limits.some((limit) => !(limit >= 0)) || (budget !== undefined && (money === undefined || compareExact(money, 0) < 0)))
    throw new UsageError('tierwise.playbook.limit', { budget: String(budget ?? '') })
  const budgetAt = money === undefined ? -1 : names.length
  if (money !== undefined) {
    names.push('budget')
    limits.push(exactNumber(money))
  }
  // A base comes one at a time and is not kept: only what a plan needs of each option, side by side.
  const ids: string[] = []
  const from: number[] = [0]
  const value: number[] = []
  const gain: number[] = []
  const chosen: number[] = []
  const through: number[] = []
  const uses: number[][] = names.map(() => [])
  const costs = form.actions.map(({ cost }) => exactNumber(cost))
  for (const customer of customers) {
    const past = pastOf(form, customer.history ?? [], day)
    for (let a = 0; a < form.actions.length; a++) {
      const action = form.actions[a]
      if (!isPermitted({ form, action, customer, past, day })) continue
      const own = gainOf(action, customer)
      if (!(own - costs[a] > 0)) continue
      value.push(own - costs[a])
      gain.push(own)
      chosen.push(a)
      through.push(channelCode(form, action, customer))
      for (let r = 0; r < names.length; r++) uses[r].push(r === budgetAt ? costs[a] : (action.rule.uses?.[names[r]] ?? 0))
    }
    if (value.length === from[ids.length]) continue
    ids.push(customer.customerId)
    from.push(value.length)
  }
  const columns = { from: Int32Array.from(from), value: Float64Array.from(value), uses: uses.map((one) => Float64Array.from(one)) }
  const { taken, value: netValue, bound, prices } = choose(columns, limits)
  const served = Int32Array.from(taken.keys()).filter((c) => taken[c] >= 0)
  const rows = taken.filter((o) => o >= 0)
  return {
    length: rows.length,
    netValue,
    bound,
    limits: names.map((limit, r) => ({
      limit,
      used: rows.reduce((total, o) => total + columns.uses[r][o], 0),
      available: limits[r],
      price: prices[r],
    })),
    leftOut: ids.length - rows.length,
    columns: {
      customerId: Array.from(served, (c) => ids[c]),
      action: { codes: Int16Array.from(rows, (o) => chosen[o]), values: form.actions.map(({ rule }) => rule.id) },
      channel: { codes: Int16Array.from(rows, (o) => through[o]), values: form.channels },
      value: Float64Array.from(rows, (o) => gain[o]),
      cost: Float64Array.from(rows, (o) => costs[chosen[o]]),
      priority: Float64Array.from(rows, (o) => form.actions[chosen[o]].rule.priority ?? 0),
    },
  }
}

function gainOf(action: ActionForm, customer: PlaybookCustomer): number {
  return action.rule.value === undefined ? (action.rule.priority ?? 0) : exactNumber(action.value(customer) ?? 0)
}
