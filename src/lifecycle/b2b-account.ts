/** The lifecycle of a business account: contract dates, orders in the account's own rhythm, complaints. */

import type { Length } from '../core/time/length.js'
import { readyLifecycle } from './compile.js'
import type { LifecycleDefinition, Transition } from './definition.js'
import type { PresetOptions } from './retail.js'

export interface B2bAccountOptions extends PresetOptions {
  /** How long before the contract ends the renewal is talked about; default 90 days. */
  readonly renewalWindow?: Length
  /** How many times the account's mean gap between order days is silence; default 2.5. */
  readonly quietAfter?: string | number
  /** Silence of an account without a rhythm; default 90 days. */
  readonly quietOtherwise?: Length
}

/**
 * lead → onboarding → active → quiet / unhappy → renewal → lapsed → active.
 *
 * Facts: `contract` carries the attribute `until`, the first day after it; `purchase`; `complaint` and `solved`; `close` for an account that is closed for good.
 */
export function b2bAccountLifecycle({
  timeZone,
  currency,
  id = 'b2b-account',
  lateness,
  renewalWindow = { n: 90, unit: 'day' },
  quietAfter = '2.5',
  quietOtherwise = { n: 90, unit: 'day' },
}: B2bAccountOptions): LifecycleDefinition {
  const end = { field: 'until', of: 'contract' }
  const renewal: Transition = { at: { ...end, before: renewalWindow }, to: 'renewal' }
  const lapsed: Transition = { at: end, to: 'lapsed', priority: 1 }
  const signed: Transition = { on: 'contract', to: 'active' }
  const silence: Transition = { after: { rhythm: quietAfter, least: { n: 14, unit: 'day' }, otherwise: quietOtherwise }, to: 'quiet' }
  const unhappy: Transition = { on: 'complaint', to: 'unhappy' }
  return readyLifecycle({
    kind: 'lifecycle',
    format: 1,
    id,
    timeZone,
    currency,
    ...(lateness === undefined ? {} : { lateness }),
    rhythm: { on: 'purchase', gaps: 2 },
    initial: 'lead',
    stages: [
      { id: 'lead', strategy: 'acquire', transitions: [{ on: 'contract', to: 'onboarding' }] },
      {
        id: 'onboarding',
        strategy: 'nurture',
        entry: [{ type: 'suggest', action: 'kickOff' }],
        transitions: [{ on: 'purchase', to: 'active' }, unhappy, { after: quietOtherwise, since: 'entry', to: 'quiet' }, lapsed],
      },
      { id: 'active', strategy: 'nurture', transitions: [unhappy, silence, renewal, lapsed] },
      {
        id: 'quiet',
        strategy: 'retain',
        entry: [{ type: 'suggest', action: 'visit' }],
        transitions: [{ on: 'purchase', to: 'active' }, unhappy, renewal, lapsed],
      },
      {
        id: 'unhappy',
        strategy: 'retain',
        entry: [{ type: 'suggest', action: 'managerCall' }],
        transitions: [{ on: 'solved', to: 'active' }, renewal, lapsed],
      },
      {
        id: 'renewal',
        strategy: 'retain',
        entry: [{ type: 'suggest', action: 'renewalOffer' }],
        exit: [{ type: 'suggest', action: 'noteOutcome' }],
        transitions: [signed, { at: end, to: 'lapsed' }],
      },
      { id: 'lapsed', strategy: 'winBack', lost: true, entry: [{ type: 'suggest', action: 'winBack' }], transitions: [signed] },
      { id: 'closed', final: true },
    ],
    everywhere: [{ on: 'close', to: 'closed' }],
  })
}
