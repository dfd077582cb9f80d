/** A program's rules in plain words: what its terms and conditions would say, made from the definition alone. */

import { readExact } from '../core/decimal/exact.js'
import type { Reason } from '../core/reason.js'
import type { CalendarRules } from '../core/time/calendar.js'
import type { Members, ProgramDefinition } from '../program/definition.js'
import { counterTerms, flagTerms } from './terms/count.js'
import { phrase, present, withNames, words } from './terms/phrase.js'
import {
  awardTerms,
  conversionTerms,
  currencyTerms,
  earnTerms,
  redeemTerms,
  reverseTerms,
  transferTerms,
  voucherTerms,
} from './terms/points.js'
import { benefitTerms, eventGrantTerms, grantTerms, reviewTerms, subscriptionLines, tierEffectTerms, tierLines } from './terms/tiers.js'
import { lengthTerms } from './terms/time.js'
import { conditionTerms, valueTerms } from './terms/value.js'

/**
 * Every rule of a program as data: one reason per section, whose children are its lines. `sentence(section, en)` is the heading,
 * `sentences(section.children, en)` are the rules under it. Sections without rules are left out.
 *
 * Codes are `preview.terms.…`. A rule's own children fill the gaps of its sentence; their `path` is the gap, not a place in the definition.
 */
export function describeProgram(definition: ProgramDefinition): Reason[] {
  const { flags = {}, values = {}, measures = {}, currencies = {}, vouchers = {} } = definition
  const isField = (name: string): boolean => !Object.hasOwn(values, name) && readExact(name) === undefined
  const sections: readonly (readonly [string, readonly Reason[]])[] = [
    ['about', aboutLines(definition)],
    ['tiers', tierLines(definition)],
    ['status', statusLines(definition)],
    ['membership', definition.subscription === undefined ? [] : subscriptionLines(definition.subscription)],
    ['points', Object.entries(currencies).map(([id, currency]) => currencyTerms(id, currency))],
    ['earning', (definition.earn ?? []).map(earnTerms)],
    ['awards', (definition.awards ?? []).map(awardTerms)],
    ['conversions', (definition.convert ?? []).map(conversionTerms)],
    ['redeeming', (definition.redeem ?? []).map((rule) => redeemTerms(rule, isField))],
    ['benefits', (definition.benefits ?? []).map(benefitTerms)],
    ['vouchers', Object.entries(vouchers).map(([id, voucher]) => voucherTerms(id, voucher))],
    ['refunds', (definition.reverse ?? []).map(reverseTerms)],
    ['transfers', (definition.transfer ?? []).map(transferTerms)],
    ['members', definition.members === undefined ? [] : memberLines(definition.members)],
    [
      'counting',
      [
        ...Object.entries(measures).map(([id, counter]) => counterTerms(id, counter)),
        ...Object.entries(flags).map(([id, flag]) => flagTerms(id, flag)),
        ...Object.entries(values).map(([id, value]) => phrase('named-value', {}, { name: words(id), value: valueTerms(value) })),
      ],
    ],
    ['fineprint', finePrint(definition)],
  ]
  const names = {
    tiers: named((definition.tiers ?? []).map((tier) => [tier.id, tier])),
    currencies: named(Object.entries(currencies)),
    measures: named(Object.entries(measures)),
  }
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([word, lines]) => withNames({ ...phrase(`section-${word}`), children: lines }, names))
}

function named(things: readonly (readonly [string, { readonly name?: string }])[]): ReadonlyMap<string, string> {
  return new Map(things.flatMap(([id, { name }]) => (name === undefined ? [] : [[id, name] as const])))
}

function aboutLines({ enrollment, timeZone, currency }: ProgramDefinition): Reason[] {
  return present(
    phrase('zone-currency', { timeZone, currency }),
    enrollment?.required === true ? phrase('enrollment-required') : undefined,
    enrollment?.when === undefined
      ? undefined
      : phrase('enrollment-when', { refusal: enrollment.refusal }, { condition: conditionTerms(enrollment.when) }),
  )
}

function statusLines({ tiers, grant, review, grants = [], onTier = [] }: ProgramDefinition): Reason[] {
  const more = grant === undefined ? [] : grantTerms(grant)
  return present(
    more.length > 0 ? phrase('status', {}, { more }) : undefined,
    review === undefined ? undefined : phrase('status-review', {}, { more: reviewTerms(review) }),
    ...(tiers === undefined ? [] : grants.map(eventGrantTerms)),
    ...onTier.map(tierEffectTerms),
  )
}

function memberLines({ join, leave, member, max, draw, leaving }: Members): Reason[] {
  return present(
    phrase('members', { max }, { join: words(join), leave: words(leave), field: member === undefined ? undefined : words(member) }),
    phrase(draw === 'proportional' ? 'members-proportional' : 'members-together'),
    phrase(`members-${leaving ?? 'take'}`),
  )
}

function finePrint(definition: ProgramDefinition): Reason[] {
  const { refuse = [], closure, opening = {}, pipeline, lateness, reversible, calendar, lifecycle } = definition
  return present(
    ...refuse.map(({ on, when, refusal }) => phrase('refuse', { refusal }, { on: words(on), condition: conditionTerms(when) })),
    closure === undefined ? undefined : phrase('closure', {}, { after: lengthTerms(closure.after), activity: words(closure.activity) }),
    ...Object.entries(opening).map(([key, { type }]) => phrase('opening', {}, { key: words(key), type: words(type) })),
    pipeline === undefined ? undefined : phrase('pipeline', { steps: pipeline.join(' ') }),
    lateness === undefined ? undefined : phrase('lateness', {}, { length: lengthTerms(lateness) }),
    reversible === undefined ? undefined : phrase('reversible', {}, { length: lengthTerms(reversible) }),
    ...(calendar === undefined ? [] : calendarLines(calendar)),
    lifecycle === undefined ? undefined : phrase('stages', {}, { stages: words(lifecycle.stages.map(({ id }) => id)) }),
  )
}

function calendarLines({ dayStartsAt, weekend, holidays }: CalendarRules): Reason[] {
  return present(
    dayStartsAt === undefined ? undefined : phrase('day-starts', { time: dayStartsAt }),
    weekend === undefined ? undefined : phrase('weekend', { days: weekend.join(' ') }),
    holidays === undefined ? undefined : phrase('holidays', { dates: holidays.join(' ') }),
  )
}
