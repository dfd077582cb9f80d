/** The four strategies with concrete actions per stage and tier: a beginning to change, not a truth. */

import { deepFreeze } from '../core/freeze.js'
import type { PlaybookAction, PlaybookDefinition } from './definition.js'

export interface StandardPlaybookOptions {
  /** IANA zone. */
  readonly timeZone: string
  readonly id?: string
  /** The host's tier names, from those who get most to those who get least. */
  readonly tiers: { readonly top: readonly string[]; readonly middle: readonly string[]; readonly base: readonly string[] }
  /** What an offer and a visit cost, major units; defaults 10 and 50. */
  readonly offerCost?: string | number
  readonly visitCost?: string | number
}

/**
 * Acquire, nurture, retain, win back, over the stages of `retailLifecycle`. It reads of a customer's row
 * `expectedValue` (margin expected in the next year), `valueAtRisk` (the part of it that churn may cost), `daysInStage`, and the flags `openComplaint`, `doNotContact` and `enrolled`.
 * The shares of value an action is worth are assumptions: measure them, then change them.
 */
export function standardPlaybook({
  timeZone,
  id = 'standard',
  tiers,
  offerCost = 10,
  visitCost = 50,
}: StandardPlaybookOptions): PlaybookDefinition {
  const { top, middle, base } = tiers
  const all = ['app', 'sms', 'email']
  const weeks = (n: number) => ({ n, unit: 'week' }) as const
  const months = (n: number) => ({ n, unit: 'month' }) as const
  const noContact = { flag: 'doNotContact' }
  const noOffer = { any: [noContact, { flag: 'openComplaint' }] }
  const share = (name: string, part: string): PlaybookAction['value'] => ({ times: [name, part] })
  return deepFreeze<PlaybookDefinition>({
    kind: 'playbook',
    format: 1,
    id,
    timeZone,
    contacts: [
      { n: 2, per: weeks(2) },
      { n: 6, per: months(3) },
    ],
    actions: [
      // Whatever the stage: a complaint comes before any offer.
      {
        id: 'complaint-follow-up',
        when: { flag: 'openComplaint' },
        priority: 100,
        channels: ['phone', 'app', 'email'],
        coolDown: { n: 3, unit: 'day' },
      },
      // acquire
      {
        id: 'first-order-offer',
        strategy: 'acquire',
        stages: ['prospect'],
        unless: noContact,
        priority: 20,
        cost: offerCost,
        channels: all,
        coolDown: months(1),
        cap: { n: 3, per: months(12) },
      },
      // nurture
      {
        id: 'welcome',
        strategy: 'nurture',
        stages: ['new'],
        unless: noContact,
        priority: 40,
        channels: all,
        cap: { n: 1, per: months(12) },
      },
      {
        id: 'second-order-recommendation',
        strategy: 'nurture',
        stages: ['new'],
        when: { field: 'daysInStage', gte: 14 },
        unless: noOffer,
        priority: 30,
        value: share('expectedValue', '0.05'),
        cost: '0.10',
        channels: all,
        coolDown: weeks(4),
      },
      {
        id: 'join-the-program',
        strategy: 'nurture',
        stages: ['new', 'repeat'],
        when: { not: { flag: 'enrolled' } },
        unless: noContact,
        priority: 20,
        channels: all,
        coolDown: months(3),
      },
      {
        id: 'product-education',
        strategy: 'nurture',
        stages: ['new', 'repeat', 'wonBack'],
        unless: noContact,
        priority: 10,
        channels: ['app', 'email'],
        coolDown: months(1),
      },
      {
        id: 'cross-sell-recommendation',
        strategy: 'nurture',
        stages: ['repeat', 'loyal', 'wonBack'],
        unless: noOffer,
        priority: 15,
        value: share('expectedValue', '0.03'),
        cost: '0.10',
        channels: all,
        coolDown: weeks(4),
      },
      // retain
      {
        id: 'personal-service',
        strategy: 'retain',
        stages: ['repeat', 'loyal', 'atRisk', 'wonBack'],
        tiers: top,
        priority: 5,
        do: { serviceLevel: 'personal' },
      },
      {
        id: 'priority-service',
        strategy: 'retain',
        stages: ['repeat', 'loyal', 'atRisk', 'wonBack'],
        tiers: middle,
        priority: 5,
        do: { serviceLevel: 'priority' },
      },
      {
        id: 'self-service',
        strategy: 'retain',
        stages: ['new', 'repeat', 'loyal', 'atRisk', 'wonBack'],
        tiers: base,
        priority: 5,
        do: { serviceLevel: 'self' },
      },
      {
        id: 'thank-you-gift',
        strategy: 'retain',
        stages: ['loyal'],
        tiers: [...top, ...middle],
        unless: noContact,
        priority: 25,
        value: share('expectedValue', '0.02'),
        cost: offerCost,
        channels: all,
        coolDown: months(6),
      },
      {
        id: 'visit',
        strategy: 'retain',
        stages: ['loyal', 'atRisk'],
        tiers: top,
        unless: noContact,
        priority: 60,
        value: share('valueAtRisk', '0.25'),
        cost: visitCost,
        channels: ['visit'],
        coolDown: months(6),
        uses: { managerHours: 2 },
      },
      {
        id: 'manager-call',
        strategy: 'retain',
        stages: ['atRisk'],
        tiers: top,
        unless: noContact,
        priority: 55,
        value: share('valueAtRisk', '0.15'),
        cost: '5',
        channels: ['phone'],
        coolDown: months(2),
        uses: { managerHours: 0.5 },
      },
      {
        id: 'retention-offer',
        strategy: 'retain',
        stages: ['atRisk'],
        tiers: [...top, ...middle],
        unless: noOffer,
        priority: 50,
        value: share('valueAtRisk', '0.10'),
        cost: offerCost,
        channels: all,
        coolDown: months(3),
      },
      {
        id: 'reminder',
        strategy: 'retain',
        stages: ['atRisk'],
        unless: noContact,
        priority: 45,
        value: share('valueAtRisk', '0.03'),
        cost: '0.10',
        channels: all,
        coolDown: weeks(4),
      },
      // win back
      {
        id: 'win-back-call',
        strategy: 'winBack',
        stages: ['dormant', 'churned'],
        tiers: top,
        unless: noContact,
        priority: 50,
        value: share('expectedValue', '0.10'),
        cost: '5',
        channels: ['phone'],
        coolDown: months(6),
        uses: { managerHours: 0.5 },
      },
      {
        id: 'win-back-offer',
        strategy: 'winBack',
        stages: ['dormant', 'churned'],
        unless: noOffer,
        priority: 40,
        value: share('expectedValue', '0.05'),
        cost: offerCost,
        channels: all,
        coolDown: months(3),
        cap: { n: 3, per: months(12) },
      },
      {
        id: 'ask-why',
        strategy: 'winBack',
        stages: ['churned'],
        unless: noContact,
        priority: 30,
        channels: ['email', 'sms'],
        cap: { n: 1, per: months(24) },
      },
    ],
  })
}
