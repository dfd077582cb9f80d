import { exactNumber } from '../core/decimal/exact.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import type { PlaybookCustomer, PlaybookDefinition } from './definition.js'
import { type ActionForm, channelCode, isPermitted, netOf, pastOf, playbookForm } from './next-best-actions.js'

export type NextActionColumns = {
  readonly customerId: readonly string[]
  /** The best that may be done today; absent where nothing may. */
  readonly action: DictionaryColumn
  /** Absent for actions without channels. */
  readonly channel: DictionaryColumn
  readonly priority: Float64Array
  /** Expected gain and cost, major units; NaN without an action. */
  readonly value: Float64Array
  readonly cost: Float64Array
  /** How many actions may be done. */
  readonly permitted: Float64Array
}

/**
 * The best next action of every customer of a base, each on their own: the first of `nextBestActions`, without the reasons, which that verb tells for one customer.
 * Where a budget or somebody's hours must be shared out, `planActions` decides instead.
 *
 * ```ts
 * nextActionTable(playbook, rows(customers), { asOf: '2026-11-01' })
 * ```
 *
 * @returns one row per customer, in their order
 */
export function nextActionTable(
  playbook: PlaybookDefinition,
  customers: Iterable<PlaybookCustomer>,
  { asOf }: { readonly asOf: AsOf },
): Table<NextActionColumns> {
  const form = playbookForm(playbook)
  const { day } = momentOf(asOf, form.zone)
  const customerId: string[] = []
  const [action, channel, priority, value, cost, permitted]: number[][] = [[], [], [], [], [], []]
  for (const customer of customers) {
    const past = pastOf(form, customer.history ?? [], day)
    let best = -1
    let count = 0
    for (let a = 0; a < form.actions.length; a++) {
      if (!isPermitted({ form, action: form.actions[a], customer, past, day })) continue
      count++
      if (best < 0 || isBetter(form.actions[a], form.actions[best], customer)) best = a
    }
    customerId.push(customer.customerId)
    action.push(best)
    permitted.push(count)
    const chosen = form.actions[best]
    channel.push(chosen === undefined ? -1 : channelCode(form, chosen, customer))
    priority.push(chosen === undefined ? Number.NaN : (chosen.rule.priority ?? 0))
    value.push(chosen === undefined ? Number.NaN : exactNumber(chosen.value(customer) ?? 0))
    cost.push(chosen === undefined ? Number.NaN : exactNumber(chosen.cost))
  }
  return {
    length: customerId.length,
    columns: {
      customerId,
      action: { codes: Int16Array.from(action), values: form.actions.map(({ rule }) => rule.id) },
      channel: { codes: Int16Array.from(channel), values: form.channels },
      priority: Float64Array.from(priority),
      value: Float64Array.from(value),
      cost: Float64Array.from(cost),
      permitted: Float64Array.from(permitted),
    },
  }
}

/** The order of `nextBestActions`; of equals the one written first stays. */
function isBetter(one: ActionForm, other: ActionForm, customer: PlaybookCustomer): boolean {
  const [mine, theirs] = [one.rule.priority ?? 0, other.rule.priority ?? 0]
  return mine === theirs ? netOf(one, customer) > netOf(other, customer) : mine > theirs
}
