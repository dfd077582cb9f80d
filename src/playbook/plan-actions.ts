import { compareExact, exactNumber, readExact } from '../core/decimal/exact.js'
import { UsageError } from '../core/errors.js'
import type { Table } from '../core/table.js'
import { type DictionaryColumn, dictionary } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { choose, type Option } from './choose.js'
import type { PlaybookCustomer, PlaybookDefinition } from './definition.js'
import { type ActionForm, channelOf, isPermitted, pastOf, playbookForm } from './next-best-actions.js'

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
  const people: { customer: PlaybookCustomer; actions: ActionForm[] }[] = []
  const options: Option[][] = []
  for (const customer of customers) {
    const past = pastOf(form, customer.history ?? [], day)
    const own: Option[] = []
    const actions: ActionForm[] = []
    for (const action of form.actions) {
      if (!isPermitted({ form, action, customer, past, day })) continue
      const net = gainOf(action, customer) - exactNumber(action.cost)
      if (!(net > 0)) continue
      actions.push(action)
      own.push({ value: net, uses: names.map((name, r) => (r === budgetAt ? exactNumber(action.cost) : (action.rule.uses?.[name] ?? 0))) })
    }
    if (own.length > 0) {
      people.push({ customer, actions })
      options.push(own)
    }
  }
  const { taken, value, bound, prices } = choose(options, limits)
  const rows = people.flatMap(({ customer, actions }, c) =>
    taken[c] < 0 ? [] : [{ customer, action: actions[taken[c]], option: options[c][taken[c]] }],
  )
  return {
    length: rows.length,
    netValue: value,
    bound,
    limits: names.map((limit, r) => ({
      limit,
      used: rows.reduce((total, { option }) => total + option.uses[r], 0),
      available: limits[r],
      price: prices[r],
    })),
    leftOut: people.length - rows.length,
    columns: {
      customerId: rows.map(({ customer }) => customer.customerId),
      action: dictionary(
        rows.map(({ action }) => action.rule.id),
        rows.length,
      ),
      channel: dictionary(
        rows.map(({ action, customer }) => channelOf(action, customer)?.channel),
        rows.length,
      ),
      value: Float64Array.from(rows, ({ action, customer }) => gainOf(action, customer)),
      cost: Float64Array.from(rows, ({ action }) => exactNumber(action.cost)),
      priority: Float64Array.from(rows, ({ action }) => action.rule.priority ?? 0),
    },
  }
}

function gainOf(action: ActionForm, customer: PlaybookCustomer): number {
  return action.rule.value === undefined ? (action.rule.priority ?? 0) : exactNumber(action.value(customer) ?? 0)
}
