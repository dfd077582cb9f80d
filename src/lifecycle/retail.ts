/** The lifecycle of a shop's customer, in the customer's own rhythm. */

import type { Length } from '../core/time/length.js'
import { readyLifecycle } from './compile.js'
import type { AfterTrigger, LifecycleDefinition, Transition } from './definition.js'

/** When silence means something: multiples of the customer's own mean gap, and what holds for customers who have no rhythm yet. */
export interface SilenceThresholds {
  readonly atRisk: SilenceThreshold
  readonly dormant: SilenceThreshold
  readonly churned: SilenceThreshold
}

export interface SilenceThreshold {
  /** Times the customer's mean gap. */
  readonly times: string | number
  /** Not sooner than this, however fast the rhythm; default 14 days. */
  readonly least?: Length
  readonly otherwise: Length
}

export interface PresetOptions {
  /** IANA zone. */
  readonly timeZone: string
  /** ISO 4217. */
  readonly currency: string
  readonly id?: string
  readonly lateness?: Length
}

export interface RetailOptions extends PresetOptions {
  /** From `fitLifecycle`; the defaults are folklore and say so. */
  readonly thresholds?: SilenceThresholds
  /** Purchase days that make a customer loyal; default 4. */
  readonly loyalAfter?: number
}

/** What is used where nobody has looked at the base's own gaps. */
const FOLKLORE: SilenceThresholds = {
  atRisk: { times: '2', otherwise: { n: 60, unit: 'day' } },
  dormant: { times: '3', otherwise: { n: 120, unit: 'day' } },
  churned: { times: '5', otherwise: { n: 365, unit: 'day' } },
}

/** Nobody is at risk within two weeks of buying, and nobody is called active two years after. */
const LEAST: Length = { n: 14, unit: 'day' }
const MOST: Length = { n: 2, unit: 'year' }

/**
 * prospect → new → repeat → loyal → atRisk → dormant → churned → wonBack.
 *
 * A purchase on another day moves up, silence moves down: at risk after `times` the customer's mean gap between purchase days
 * (at least 14 days, at most 2 years), or after `otherwise` for customers with fewer than two gaps.
 * @example
 * const machine = retailLifecycle({ timeZone: 'Asia/Shanghai', currency: 'CNY' })
 */
export function retailLifecycle({
  timeZone,
  currency,
  id = 'retail',
  lateness,
  thresholds = FOLKLORE,
  loyalAfter = 4,
}: RetailOptions): LifecycleDefinition {
  const silent = (to: keyof SilenceThresholds): AfterTrigger & Transition => {
    const { times, least = LEAST, otherwise } = thresholds[to]
    return { after: { rhythm: times, least, most: MOST, otherwise }, to }
  }
  const loyal: Transition = { on: 'purchase', to: 'loyal', when: { value: 'beats', gte: loyalAfter }, priority: 1 }
  const repeat: Transition = { on: 'purchase', to: 'repeat' }
  const nextDay = { value: 'daysInStage', gte: 1 } as const
  return readyLifecycle({
    kind: 'lifecycle',
    format: 1,
    id,
    timeZone,
    currency,
    ...(lateness === undefined ? {} : { lateness }),
    rhythm: { on: 'purchase', gaps: 2 },
    initial: 'prospect',
    stages: [
      { id: 'prospect', strategy: 'acquire', transitions: [{ on: 'purchase', to: 'new' }] },
      {
        id: 'new',
        strategy: 'nurture',
        entry: [{ type: 'suggest', action: 'welcome' }],
        transitions: [{ ...repeat, when: nextDay }, silent('atRisk')],
      },
      { id: 'repeat', strategy: 'nurture', transitions: [{ ...loyal, when: { value: 'beats', gte: loyalAfter } }, silent('atRisk')] },
      { id: 'loyal', strategy: 'retain', entry: [{ type: 'suggest', action: 'thank' }], transitions: [silent('atRisk')] },
      {
        id: 'atRisk',
        strategy: 'retain',
        entry: [{ type: 'suggest', action: 'remind' }],
        transitions: [loyal, repeat, silent('dormant')],
      },
      {
        id: 'dormant',
        strategy: 'winBack',
        entry: [{ type: 'suggest', action: 'offer' }],
        transitions: [loyal, repeat, silent('churned')],
      },
      {
        id: 'churned',
        strategy: 'winBack',
        lost: true,
        entry: [{ type: 'suggest', action: 'winBack' }],
        transitions: [{ on: 'purchase', to: 'wonBack' }],
      },
      {
        id: 'wonBack',
        strategy: 'nurture',
        entry: [{ type: 'suggest', action: 'welcomeBack' }],
        transitions: [
          { ...loyal, when: { all: [nextDay, { value: 'beats', gte: loyalAfter }] } },
          { ...repeat, when: nextDay },
          silent('atRisk'),
        ],
      },
    ],
  })
}
