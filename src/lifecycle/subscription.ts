/** The lifecycle of a subscriber: renewal dates come with the facts, grace and lapse are computed from them. */

import type { Length } from '../core/time/length.js'
import { readyLifecycle } from './compile.js'
import type { LifecycleDefinition, Transition } from './definition.js'
import type { PresetOptions } from './retail.js'

export interface SubscriptionOptions extends PresetOptions {
  /** How long an unpaid renewal is waited for; default 14 days. */
  readonly grace?: Length
  /** How long before the renewal date the customer is worth a word; default 30 days. */
  readonly notice?: Length
}

/**
 * prospect → trial → active → renewal → pastDue → lapsed → active, and `ending` once they have cancelled.
 *
 * Facts: `trial`, `subscribe` and `renew` carry the attribute `until`, the first day that is not paid for; `cancel`; `resume` takes a cancellation back.
 */
export function subscriptionLifecycle({
  timeZone,
  currency,
  id = 'subscription',
  lateness,
  grace = { n: 14, unit: 'day' },
  notice = { n: 30, unit: 'day' },
}: SubscriptionOptions): LifecycleDefinition {
  const paid = ['subscribe', 'renew']
  const end = { field: 'until', of: ['trial', ...paid] }
  const active: Transition = { on: paid, to: 'active' }
  const ending: Transition = { on: 'cancel', to: 'ending' }
  return readyLifecycle({
    kind: 'lifecycle',
    format: 1,
    id,
    timeZone,
    currency,
    ...(lateness === undefined ? {} : { lateness }),
    initial: 'prospect',
    stages: [
      { id: 'prospect', strategy: 'acquire', transitions: [{ on: 'trial', to: 'trial' }, active] },
      {
        id: 'trial',
        strategy: 'acquire',
        entry: [{ type: 'suggest', action: 'onboard' }],
        transitions: [active, ending, { at: end, to: 'lapsed' }],
      },
      {
        id: 'active',
        strategy: 'nurture',
        transitions: [ending, { at: { ...end, before: notice }, to: 'renewal' }, { at: end, to: 'pastDue', priority: 1 }],
      },
      {
        id: 'renewal',
        strategy: 'retain',
        entry: [{ type: 'suggest', action: 'renewalNotice' }],
        transitions: [active, ending, { at: end, to: 'pastDue' }],
      },
      {
        id: 'pastDue',
        strategy: 'retain',
        entry: [{ type: 'suggest', action: 'paymentReminder' }],
        transitions: [active, { on: 'cancel', to: 'lapsed' }, { after: grace, to: 'lapsed' }],
      },
      {
        id: 'ending',
        strategy: 'retain',
        entry: [{ type: 'suggest', action: 'askWhy' }],
        transitions: [
          { on: [...paid, 'resume'], to: 'active' },
          { at: end, to: 'lapsed' },
        ],
      },
      { id: 'lapsed', strategy: 'winBack', lost: true, entry: [{ type: 'suggest', action: 'winBack' }], transitions: [active] },
    ],
  })
}
