/** Tiers, statuses and memberships in words. */

import type { Reason } from '../../core/reason.js'
import type { ProgramDefinition, Subscription, TierEffect } from '../../program/definition.js'
import type { Benefit, EventGrant, GrantRule, PricedBenefit, Review, Tier } from '../../tiers/definition.js'
import { phrase, present, tierWords, words } from './phrase.js'
import { endTerms, lengthTerms, scheduleTerms } from './time.js'
import { conditionTerms, valueTerms } from './value.js'

export function tierLines({ tiers = [], lifetime = [], grants = [], subscription }: ProgramDefinition): Reason[] {
  const given = new Set([...grants, ...lifetime].map(({ tier }) => tier))
  const isGivenByName = grants.some(({ tier }) => typeof tier === 'object')
  const isPaid = ({ id }: Tier): boolean => !isGivenByName && !given.has(id) && (subscription?.plans ?? []).some(({ tier }) => tier === id)
  const lines = tiers.flatMap((tier, i) => tierTerms(tier, i === 0 ? 'tier-base' : isPaid(tier) ? 'tier-paid' : 'tier-granted'))
  for (const { tier, when } of lifetime) lines.push(phrase('tier-lifetime', {}, { tier: tierWords(tier), condition: conditionTerms(when) }))
  return lines
}

/** @param granted what to say of a tier without conditions */
function tierTerms(tier: Tier, granted: string): Reason[] {
  const name = tierWords(tier.id)
  const of = { tier: name }
  const lines: Reason[] = []
  const { enter } = tier
  if (enter === undefined) lines.push(phrase(granted, {}, of))
  else if (!isWays(enter)) lines.push(phrase('tier-enter', {}, { ...of, condition: conditionTerms(enter) }))
  else {
    for (const { when, ...rule } of enter)
      lines.push(phrase('tier-way', {}, { ...of, condition: conditionTerms(when), more: grantTerms(rule) }))
  }
  if (tier.keep !== undefined) lines.push(phrase('tier-keep', {}, { ...of, condition: conditionTerms(tier.keep) }))
  if (tier.requires === 'previous') lines.push(phrase('tier-requires-previous', {}, of))
  else if (tier.requires !== undefined) lines.push(phrase('tier-requires', {}, { ...of, required: tierWords(tier.requires) }))
  if (tier.grant !== undefined) lines.push(phrase('tier-own', {}, { ...of, more: grantTerms(tier.grant) }))
  if (tier.review !== undefined) lines.push(phrase('tier-own', {}, { ...of, more: reviewTerms(tier.review) }))
  if (tier.benefits !== undefined) lines.push(phrase('tier-gives', {}, { ...of, benefits: tier.benefits.map(benefitTerms) }))
  return lines
}

function isWays(enter: NonNullable<Tier['enter']>): enter is Extract<NonNullable<Tier['enter']>, readonly unknown[]> {
  return Array.isArray(enter)
}

export function grantTerms({ decide, windows, from, until, rungs }: GrantRule): Reason[] {
  return present(
    decide === undefined || decide === 'event'
      ? undefined
      : 'on' in decide
        ? phrase('grant-asked', {}, { on: words(decide.on) })
        : phrase('grant-dated', {}, { at: scheduleTerms(decide) }),
    windows === undefined ? undefined : phrase('windows-closed'),
    from === undefined
      ? undefined
      : typeof from === 'string'
        ? phrase('grant-from', { from })
        : phrase('grant-from-date', { month: from.next.month, day: from.next.day }),
    until === undefined ? undefined : phrase('grant-until', {}, { until: endTerms(until) }),
    rungs === undefined ? undefined : phrase(rungs === 'all' ? 'grant-all' : 'grant-above'),
  )
}

export function reviewTerms({ at, windows, until, else: otherwise, failures, grace, fallsApart }: Review): Reason[] {
  return present(
    at === undefined || at === 'end' ? phrase('review-end') : phrase('review-dated', {}, { at: scheduleTerms(at) }),
    windows === undefined ? undefined : phrase('windows-closed'),
    until === undefined ? undefined : phrase('review-until', {}, { until: endTerms(until) }),
    failures === undefined ? undefined : phrase('review-failures', { n: failures }),
    grace === undefined
      ? undefined
      : phrase(
          'review-grace',
          { last: grace.last, from: grace.rescuedFrom },
          {
            length: lengthTerms(grace),
            retest: grace.retest === undefined || grace.retest === 'event' ? undefined : scheduleTerms(grace.retest),
          },
        ),
    phrase(
      `review-else-${(otherwise?.to ?? 'earned').replace('oneDown', 'one-down')}`,
      {},
      { until: otherwise?.until === undefined ? undefined : endTerms(otherwise.until) },
    ),
    fallsApart === undefined ? undefined : phrase('review-apart', {}, { length: lengthTerms(fallsApart) }),
  )
}

export function eventGrantTerms(grant: EventGrant): Reason {
  const { on, where, tier, when, refusal, price, from, until, wins, state, safeUntil } = grant
  return phrase(
    typeof tier === 'string' ? 'event-grant' : 'event-grant-named',
    { rule: grant.id },
    {
      on: words(on),
      tier: typeof tier === 'string' ? tierWords(tier) : words(tier.field),
      where: where === undefined ? undefined : conditionTerms(where),
      until: endTerms(until),
      more: present(
        ...(from === undefined ? [] : grantTerms({ from })),
        when === undefined
          ? undefined
          : phrase('refused-unless', { refusal: refusal ?? 'criteria-not-met' }, { condition: conditionTerms(when) }),
        price === undefined ? undefined : phrase('price', {}, { price: valueTerms(price) }),
        wins === 'always' ? phrase('wins-always') : undefined,
        state === undefined ? undefined : phrase('state', {}, { state: words(state) }),
        safeUntil === undefined ? undefined : phrase('safe', {}, { until: endTerms(safeUntil) }),
      ),
    },
  )
}

export function benefitTerms(benefit: Benefit): Reason {
  if (typeof benefit === 'string') return phrase('benefit-words', { words: benefit })
  const { name, when, where, from, most, bestOf, alone } = benefit
  return phrase(
    'benefit',
    { name },
    {
      gives: givenTerms(benefit),
      more: present(
        from === undefined ? undefined : phrase('benefit-from', { from: String(from) }),
        most === undefined ? undefined : phrase('benefit-most', { most: String(most) }),
        where === undefined ? undefined : phrase('benefit-where', {}, { condition: conditionTerms(where) }),
        when === undefined ? undefined : phrase('benefit-when', {}, { condition: conditionTerms(when) }),
        bestOf === undefined ? undefined : phrase('benefit-best-of', {}, { group: words(bestOf) }),
        alone === true ? phrase('benefit-alone') : undefined,
      ),
    },
  )
}

function givenTerms(benefit: PricedBenefit): Reason {
  if ('percentOff' in benefit) return phrase('percent-off', { percent: String(benefit.percentOff) })
  if ('amountOff' in benefit)
    return phrase(benefit.per === undefined ? 'amount-off' : 'amount-off-per', {
      amount: String(benefit.amountOff),
      per: benefit.per === undefined ? undefined : String(benefit.per),
    })
  if ('freeShipping' in benefit) return phrase('free-shipping')
  return phrase('gift', {}, { gift: words(benefit.gift) })
}

export function subscriptionLines({
  plans,
  plan,
  start,
  renew,
  change,
  changeAtRenewal,
  cancel,
  trial,
  charge,
  grace,
}: Subscription): Reason[] {
  return [
    ...plans.map(({ id, tier, price, term }) =>
      phrase(
        'plan',
        {},
        { plan: words(id), tier: tierWords(tier), term: lengthTerms(term), price: price === undefined ? undefined : valueTerms(price) },
      ),
    ),
    phrase('subscription-start', {}, { on: words(start), field: words(plan) }),
    ...present(
      renew === undefined ? undefined : phrase('subscription-renew', {}, { on: words(renew) }),
      change === undefined ? undefined : phrase('subscription-change', {}, { on: words(change) }),
      changeAtRenewal === undefined ? undefined : phrase('subscription-change-at-renewal', {}, { on: words(changeAtRenewal) }),
      cancel === undefined ? undefined : phrase('subscription-cancel', {}, { on: words(cancel) }),
      trial === undefined ? undefined : phrase('subscription-trial', {}, { on: words(trial.on), length: lengthTerms(trial.length) }),
      charge === undefined ? undefined : phrase('subscription-charge', {}, { on: words(charge.on), ok: words(charge.ok) }),
      grace === undefined ? undefined : phrase('subscription-grace', {}, { length: lengthTerms(grace) }),
    ),
  ]
}

export function tierEffectTerms(effect: TierEffect): Reason {
  const [move, tier] = moveOf(effect)
  return phrase(`on-${move}`, {}, { tier: tierWords(tier), effect: effectTerms(effect) })
}

function moveOf(effect: TierEffect): readonly [move: string, tier: string] {
  if ('enter' in effect) return ['enter', effect.enter]
  if ('rise' in effect) return ['rise', effect.rise]
  return 'leave' in effect ? ['leave', effect.leave] : ['renew', effect.renew]
}

function effectTerms(effect: TierEffect): Reason {
  if ('forfeit' in effect) return phrase('effect-forfeit', {}, { currency: words(effect.forfeit) })
  if ('redate' in effect) return phrase('effect-redate', {}, { currency: words(effect.redate) })
  if ('convert' in effect) return phrase('effect-convert', { rule: effect.convert })
  if ('give' in effect) return phrase('effect-give', {}, { amount: valueTerms(effect.give), currency: words(effect.to) })
  if ('emit' in effect) return phrase('effect-emit', { effect: effect.emit })
  return phrase('effect-issue', {}, { voucher: words(effect.issue) })
}
