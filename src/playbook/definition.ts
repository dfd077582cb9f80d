/** A playbook: which action fits which customer, through which channel, how often, at what cost. The host performs the actions and tells what it did. */

import type { Condition } from '../core/language/condition.js'
import type { Value } from '../core/language/value.js'
import type { Length } from '../core/time/length.js'
import type { Strategy } from '../lifecycle/definition.js'

export interface FrequencyCap {
  readonly n: number
  readonly per: Length
}

export interface PlaybookAction {
  readonly id: string
  readonly name?: string
  readonly strategy?: Strategy
  /** Only for these stages and tiers; absent: for all. */
  readonly stages?: readonly string[]
  readonly tiers?: readonly string[]
  /** Over the customer's row: scores, value at risk, flags, anything the host puts there. */
  readonly when?: Condition
  /** Who never gets it, whatever else holds. */
  readonly unless?: Condition
  /** The higher the sooner; default 0. */
  readonly priority?: number
  /** What it is expected to bring, in major units: `{ "times": ["valueAtRisk", "0.05"] }`. Absent counts 0; a missing name makes the action not worth it. */
  readonly value?: Value
  /** Major units; default 0. */
  readonly cost?: string | number
  /** Where it can be done, best first. An action without channels is no contact and no cap on contacts counts it. */
  readonly channels?: readonly string[]
  /** Not again before this long after the last time. */
  readonly coolDown?: Length
  readonly cap?: FrequencyCap
  /** What it takes of scarce things: `{ "managerHours": 2 }`. */
  readonly uses?: Readonly<Record<string, number>>
  /** For the host, carried along. */
  readonly do?: Readonly<Record<string, unknown>>
}

export interface PlaybookDefinition {
  readonly kind: 'playbook'
  readonly format: 1
  readonly id: string
  readonly name?: string
  /** IANA zone in which days are counted. */
  readonly timeZone: string
  /** Contacts per customer, over all actions with channels. */
  readonly contacts?: readonly FrequencyCap[]
  /** What may be spent on one customer in a length of time, major units. */
  readonly budget?: { readonly amount: string | number; readonly per: Length }
  readonly actions: readonly PlaybookAction[]
}

/** A channel and how much speaks for it. */
export interface ChannelPreference {
  readonly channel: string
  /** 0 … 1 */
  readonly share: number
  /** How many facts the share rests on. */
  readonly support: number
}

/** What was done with a customer. */
export interface PastAction {
  readonly action: string
  /** A date, an ISO instant, or epoch ms. */
  readonly at: string | number
  /** What it cost, major units; default the action's. */
  readonly cost?: string | number
}

/** One customer's row, with any measure, score or flag a condition reads. */
export interface PlaybookCustomer {
  readonly customerId: string
  readonly stage?: string
  readonly tier?: string
  /** Best first or not; the share decides. */
  readonly preferredChannels?: readonly ChannelPreference[]
  /** Channels the customer does not want. */
  readonly refusedChannels?: readonly string[]
  readonly history?: readonly PastAction[]
  readonly [name: string]: unknown
}
