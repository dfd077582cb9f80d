/** A lifecycle: stages, what leads from one to the next, and what a host should do about it. Events move a customer; so does time, computed from the history. */

import type { Condition } from '../core/language/condition.js'
import type { Measure } from '../core/measure/definition.js'
import type { Length } from '../core/time/length.js'

/** What practitioners do with a stage: win a first purchase, help it grow, keep it, get it back. */
export type Strategy = 'acquire' | 'nurture' | 'retain' | 'winBack'

/** Something for the host to do, as data. `type` is the host's word; everything else is carried along. */
export interface EffectData {
  /** What to do, in the host’s words. */
  readonly type: string
  readonly [key: string]: unknown
}

/**
 * A multiple of the customer's own rhythm, in whole days rounded up: `{ rhythm: '2.5', least: 14 days, otherwise: 90 days }` is
 * 2.5 times their mean gap, at least a fortnight, and 90 days as long as they have too few gaps to have a rhythm.
 */
export interface RhythmLength {
  /** A decimal above 0. */
  readonly rhythm: string | number
  /** Never shorter than this. */
  readonly least?: Length
  /** Never longer than this. */
  readonly most?: Length
  /** For customers with fewer gaps than `rhythm.gaps`. */
  readonly otherwise: Length
}

/** A length of time, counted from entry into the stage, or from the latest fact of a type. Without that fact the timer does not run. */
export interface AfterTrigger {
  /** How long after the moment it counts from. */
  readonly after: Length | RhythmLength
  /** Default: the latest fact of the rhythm for a `RhythmLength`, entry for a `Length`. */
  readonly since?:
    | 'entry'
    | {
        /** The fact type whose latest fact it counts from. */
        readonly event: string
      }
}

/**
 * A date: `2026-12-31`; the next `MM-DD` after entry; or the date (`YYYY-MM-DD`, or an ISO instant) that the latest fact of a type carries in a field,
 * `before` so long ahead of it: the renewal window opens 90 days before the contract ends.
 */
export interface AtTrigger {
  /** The date on which it fires. */
  readonly at:
    | string
    | {
        /** The next such `MM-DD` after entry. */
        readonly yearly: string
      }
    | {
        /** The field that carries the date. */
        readonly field: string
        /** The fact types that carry it; the latest counts. */
        readonly of: string | readonly string[]
        /** So long ahead of that date. */
        readonly before?: Length
      }
}

export interface EventTrigger {
  /** Fact types. */
  readonly on: string | readonly string[]
}

/**
 * Time moves a customer at the beginning of a local day. A timer asks its condition once, at its moment; if it does not hold, the timer is spent until what it counts from changes.
 * Of several transitions that could fire the one of highest `priority` does, then the first written.
 */
export type Transition = (EventTrigger | AfterTrigger | AtTrigger) & {
  /** A stage; the own one re-enters it. */
  readonly to: string
  /** Measures count the event that is being looked at. */
  readonly when?: Condition
  /** Integer, default 0. */
  readonly priority?: number
  /** What the host should do when it is taken. */
  readonly effects?: readonly EffectData[]
}

export interface Stage {
  /** Names the stage. */
  readonly id: string
  /** For people; default the id. */
  readonly name?: string
  /** What practitioners do with such customers. */
  readonly strategy?: Strategy
  /** Nothing leads out, on purpose. */
  readonly final?: boolean
  /** The customer is gone, and may come back. */
  readonly lost?: boolean
  /** What the host should do when a customer comes in. */
  readonly entry?: readonly EffectData[]
  /** What the host should do when a customer leaves. */
  readonly exit?: readonly EffectData[]
  /** What leads out of it. */
  readonly transitions?: readonly Transition[]
}

/** Something a fact of type `on` sets and one of type `off` clears. */
export interface LifecycleFlag {
  /** The fact type that sets it. */
  readonly on: string
  /** The fact type that clears it. */
  readonly off?: string
  /** Only facts that meet this. */
  readonly where?: Condition
}

/** Which facts beat a customer's rhythm. Several on one local day are one beat. */
export interface Rhythm {
  /** Fact types. */
  readonly on: string | readonly string[]
  /** Only facts that meet this. */
  readonly where?: Condition
  /** How many gaps make a rhythm; default 2. */
  readonly gaps?: number
}

/**
 * Conditions speak the language of rules, over `measures`, `flags`, the fields of the event and these values:
 * `daysInStage`, `daysSince.<event>`, `beats` (local days with a beat of the rhythm) and `meanGapDays`. Anchored windows may count from `enrollment` (the first `enroll` fact) and `stage` (entry).
 */
export interface LifecycleDefinition {
  /** Always `lifecycle`. */
  readonly kind: 'lifecycle'
  /** The version of this format, 1. */
  readonly format: 1
  /** Names the definition in states and errors. */
  readonly id: string
  /** For people. */
  readonly name?: string
  /** IANA zone of every local day. */
  readonly timeZone: string
  /** ISO 4217, of amounts that name none. */
  readonly currency: string
  /** How late a fact may arrive and still be put in its place; default: within the local day of the latest fact. */
  readonly lateness?: Length
  /** Numbers about the customer, by name. */
  readonly measures?: Readonly<Record<string, Measure>>
  /** What is true of a customer until it is cleared, by name. */
  readonly flags?: Readonly<Record<string, LifecycleFlag>>
  /** How the gaps between a customer’s purchases are measured. */
  readonly rhythm?: Rhythm
  /** The stage of a customer nothing is known of. */
  readonly initial: string
  /** The stages, the first ones of life first. */
  readonly stages: readonly Stage[]
  /** Ways out of every stage that is not final, after the stage's own. */
  readonly everywhere?: readonly Transition[]
}
