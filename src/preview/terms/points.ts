/** Currencies, earning, awards, redeeming and refunds in words. */

import type { Value } from '../../core/language/value.js'
import type { Reason } from '../../core/reason.js'
import type { Cap, Currency, EarnRule, RedeemRule, ReverseRule, Suspension } from '../../points/definition.js'
import type { Award, ConversionRule, Transfer, Voucher } from '../../program/definition.js'
import { phrase, present, words } from './phrase.js'
import { benefitTerms } from './tiers.js'
import { endTerms, lengthTerms, scheduleTerms, windowTerms } from './time.js'
import { conditionTerms, tableTerms, valueTerms } from './value.js'

export function currencyTerms(id: string, currency: Currency): Reason {
  const { scale, unit, redeemable, lots, idle, consume, floor, short, display } = currency
  return phrase(
    'currency',
    {},
    {
      currency: words(id),
      more: present(
        unit === undefined ? undefined : phrase('currency-unit', {}, { unit: words(unit) }),
        scale === undefined || scale === 0 ? phrase('currency-whole') : phrase('currency-scale', { scale }),
        redeemable === false ? phrase('currency-counted') : undefined,
        lots === undefined ? undefined : phrase('currency-lots', {}, { until: endTerms(lots.until) }),
        lots?.suspend === undefined ? undefined : suspensionTerms(lots.suspend),
        idle === undefined
          ? undefined
          : phrase(
              'currency-idle',
              { align: idle.align },
              {
                after: lengthTerms(idle.after),
                activity: idle.activity?.map((one) =>
                  typeof one === 'string' ? phrase('word', { id: one }) : phrase('activity-earning', {}, { on: words(one.earns) }),
                ),
              },
            ),
        idle?.suspend === undefined ? undefined : suspensionTerms(idle.suspend),
        idle?.convert === undefined ? undefined : phrase('currency-idle-convert', { rule: idle.convert }),
        lots === undefined && idle === undefined ? phrase('currency-endless') : undefined,
        consume === undefined ? undefined : phrase(consume === 'oldest' ? 'currency-oldest' : 'currency-soonest'),
        floor === undefined ? undefined : phrase('currency-floor', { floor: String(floor) }),
        short === undefined ? undefined : phrase(`currency-${short}`),
        display === undefined
          ? undefined
          : phrase('currency-display', { mode: display.mode, to: display.to === undefined ? '1' : String(display.to) }),
      ),
    },
  )
}

function suspensionTerms({ while: condition, thenUntil }: Suspension): Reason {
  return phrase('suspension', {}, { condition: conditionTerms(condition), end: thenUntil === undefined ? undefined : endTerms(thenUntil) })
}

export function earnTerms(rule: EarnRule): Reason {
  const { on, where, round, upTo, cap, posts, lots, effectiveFrom, effectiveThrough } = rule
  const caps = cap === undefined ? [] : isCaps(cap) ? cap : [cap]
  return phrase(
    'earn',
    { rule: rule.id },
    {
      on: words(on),
      where: where === undefined ? undefined : conditionTerms(where),
      gives: givesTerms(rule),
      more: present(
        round === undefined
          ? undefined
          : typeof round === 'string'
            ? phrase('rounded', { mode: round })
            : phrase('rounded-with', { mode: round.mode, rules: round.with.join('\n') }),
        upTo === undefined ? undefined : phrase('up-to', {}, capGaps(upTo)),
        ...caps.map((one) => phrase('cap', {}, capGaps(one))),
        posts === undefined
          ? undefined
          : 'after' in posts
            ? 'endOf' in posts.after
              ? phrase('posts-after-window', {}, { end: endTerms(posts.after) })
              : phrase('posts-after', {}, { length: phrase('length', { n: posts.after.n, unit: posts.after.unit }) })
            : phrase('posts-when', {}, { condition: conditionTerms(posts.when), by: endTerms(posts.by) }),
        lots?.usableFrom === undefined ? undefined : phrase('usable-from', { date: lots.usableFrom }),
        lots?.until === undefined ? undefined : phrase('usable-until', {}, { until: endTerms(lots.until) }),
        effectiveFrom === undefined ? undefined : phrase('effective-from', { date: effectiveFrom }),
        effectiveThrough === undefined ? undefined : phrase('effective-through', { date: effectiveThrough }),
      ),
    },
  )
}

/** How much of what: `3 points for each full 10 of the amount`. */
function givesTerms({ to, value = 'amount', per, whole, rate, byTier }: EarnRule): Reason {
  const currency = words(to)
  const of = valueTerms(value)
  const each: Reason = byTier !== undefined ? tableTerms('rate-by-tier', byTier, rate ?? '1') : valueTerms(rate ?? '1')
  const isOne = (one: Value | undefined): boolean => one === undefined || String(one) === '1'
  if (isOne(per) && whole !== true) {
    const isNumber = of.code.endsWith('.value-number')
    if (byTier === undefined && isOne(rate))
      return isNumber ? phrase('gives-fixed', {}, { currency, rate: of }) : phrase('gives-same', {}, { currency, of })
    if (isNumber && of.params.number === '1') return phrase('gives-fixed', {}, { currency, rate: each })
  }
  return phrase(whole === true ? 'gives-each-full' : 'gives-each', {}, { currency, of, rate: each, per: valueTerms(per ?? '1') })
}

function capGaps({ max, per, shared }: Cap): Record<string, Reason | readonly Reason[] | undefined> {
  return {
    max: valueTerms(max),
    per:
      per === 'event'
        ? phrase('per-event')
        : typeof per === 'object' && 'fromFirst' in per
          ? phrase('per-from-first', {}, { length: lengthTerms(per.fromFirst) })
          : windowTerms(per),
    shared: shared === undefined ? undefined : words(shared),
  }
}

function isCaps(cap: NonNullable<EarnRule['cap']>): cap is readonly Cap[] {
  return Array.isArray(cap)
}

export function awardTerms(award: Award): Reason {
  const { when, give, to, windows, zero } = award
  const condition = when === undefined ? undefined : conditionTerms(when)
  return phrase(
    'award',
    { rule: award.id },
    {
      amount: valueTerms(give),
      currency: words(to),
      moment: momentTerms(award),
      where: 'once' in award ? undefined : condition,
      more: present(
        windows === undefined ? undefined : phrase('windows-closed'),
        zero === undefined ? undefined : phrase('award-zero', {}, { measures: words(zero) }),
      ),
    },
  )
}

function momentTerms(award: Award): Reason {
  if ('at' in award) return scheduleTerms(award.at)
  if ('once' in award)
    return phrase(
      'award-once',
      {},
      { window: windowTerms(award.once), condition: award.when === undefined ? undefined : conditionTerms(award.when) },
    )
  const measure = words(award.measure)
  const { crosses } = award
  if (isSteps(crosses)) return phrase('award-crosses', { steps: crosses.map(String).join(' ') }, { measure })
  return phrase(
    'award-every',
    { every: String(crosses.every), from: crosses.from === undefined ? undefined : String(crosses.from), max: crosses.max },
    { measure },
  )
}

function isSteps(crosses: Extract<Award, { readonly crosses: unknown }>['crosses']): crosses is readonly (string | number)[] {
  return Array.isArray(crosses)
}

export function conversionTerms(rule: ConversionRule): Reason {
  const { when } = rule
  const isAsked = typeof when === 'object' && 'on' in when
  return phrase(
    'convert',
    { rule: rule.id },
    {
      step: valueTerms(rule.step),
      from: words(rule.from),
      give: valueTerms(rule.give),
      to: words(rule.to),
      moment:
        when === 'reached'
          ? phrase('convert-reached')
          : isAsked
            ? phrase(
                'convert-asked',
                {},
                {
                  on: words(when.on),
                  where: when.where === undefined ? undefined : conditionTerms(when.where),
                  amount: valueTerms(when.amount),
                },
              )
            : scheduleTerms(when),
      more: present(
        rule.minimum === undefined ? undefined : phrase('minimum-balance', {}, { minimum: valueTerms(rule.minimum) }),
        ...(isAsked ? askTerms(when) : []),
      ),
    },
  )
}

function askTerms({ minimum, limits = [] }: Extract<ConversionRule['when'], { readonly on: string }>): Reason[] {
  return present(
    minimum === undefined ? undefined : phrase('at-least-amount', {}, { minimum: valueTerms(minimum) }),
    ...limits.map(({ refusal, ...cap }) => phrase('limit', { refusal }, capGaps(cap))),
  )
}

/** `isField`: the name is a field of the event, not a value the program has named. */
export function redeemTerms(rule: RedeemRule, isField: (name: string) => boolean): Reason {
  const { where, checks = [], step, minimum, limits = [], value } = rule
  return phrase(
    'redeem',
    { rule: rule.id },
    {
      on: words(rule.on),
      where: where === undefined ? undefined : conditionTerms(where),
      amount: typeof rule.amount === 'string' && isField(rule.amount) ? undefined : valueTerms(rule.amount),
      currency: words(rule.from),
      more: present(
        ...checks.map(({ when, refusal }) => phrase('refused-unless', { refusal }, { condition: conditionTerms(when) })),
        step === undefined ? undefined : phrase('in-steps', {}, { step: valueTerms(step) }),
        minimum === undefined ? undefined : phrase('at-least-amount', {}, { minimum: valueTerms(minimum) }),
        ...limits.map(({ refusal, of, ...cap }) => phrase(of === 'value' ? 'limit-value' : 'limit', { refusal }, capGaps(cap))),
        value === undefined ? undefined : phrase('worth', {}, { value: valueTerms(value) }),
      ),
    },
  )
}

export function reverseTerms(rule: ReverseRule): Reason {
  const { where, link, part, take, giveBack, rounds, counts, short, status } = rule
  return phrase(
    'reverse',
    { rule: rule.id },
    {
      on: words(rule.on),
      of: words(rule.of),
      where: where === undefined ? undefined : conditionTerms(where),
      part: part === undefined ? undefined : valueTerms(part),
      more: present(
        take === undefined ? undefined : phrase('reverse-take', {}, { of: words(take) }),
        link === undefined
          ? undefined
          : phrase(
              typeof link === 'string' ? 'reverse-link' : 'reverse-shared',
              {},
              { field: words(typeof link === 'string' ? link : link.shared) },
            ),
        giveBack === true ? phrase('reverse-give-back') : undefined,
        rounds === 'rest' ? phrase('reverse-rest') : undefined,
        counts === 'now' ? phrase('reverse-now') : undefined,
        short === undefined ? undefined : phrase(`reverse-${short.replace('pendingOnly', 'pending-only')}`),
        status === undefined
          ? undefined
          : typeof status === 'string'
            ? phrase(`reverse-status-${status}`)
            : phrase('reverse-status-grace', {}, { length: lengthTerms(status.grace) }),
      ),
    },
  )
}

export function transferTerms(rule: Transfer): Reason {
  const { where, keepsDates } = rule
  return phrase(
    'transfer',
    { rule: rule.id },
    {
      on: words(rule.out),
      where: where === undefined ? undefined : conditionTerms(where),
      amount: valueTerms(rule.amount),
      currency: words(rule.from),
      in: words(rule.in),
      more: present(keepsDates === true ? phrase('transfer-dates') : undefined),
    },
  )
}

export function voucherTerms(id: string, { issue, until, gives, on, giveBack }: Voucher): Reason {
  return phrase(
    'voucher',
    {},
    {
      voucher: words(id),
      gives: benefitTerms(gives),
      until: endTerms(until),
      more: present(
        issue === undefined
          ? undefined
          : phrase(
              'voucher-issue',
              {},
              {
                on: words(issue.on),
                where: issue.where === undefined ? undefined : conditionTerms(issue.where),
                count: issue.count === undefined ? undefined : valueTerms(issue.count),
              },
            ),
        on === undefined ? undefined : phrase('voucher-on', {}, { on: words(on) }),
        giveBack === false ? phrase('voucher-spent') : undefined,
      ),
    },
  )
}
