import type { Scalar } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { type Gaps, gappedCatalogue } from '../gaps.js'

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const UNITS: Readonly<Record<string, string>> = { halfYear: 'half-year', workday: 'working day' }
const ROUNDINGS: Readonly<Record<string, string>> = {
  down: 'rounded toward zero',
  up: 'rounded away from zero',
  floor: 'rounded down',
  ceiling: 'rounded up',
  halfUp: 'rounded to the nearest (halves away from zero)',
  halfDown: 'rounded to the nearest (halves toward zero)',
  halfEven: 'rounded to the nearest (halves to the even one)',
}
/** Of the day an event happens on. */
const CALENDAR: Readonly<Record<string, string>> = {
  date: 'that day’s date',
  year: 'that day’s year',
  quarter: 'that day’s quarter',
  month: 'that day’s month',
  day: 'that day of the month',
  weekday: 'that day’s weekday',
  monthOfQuarter: 'that day’s month of the quarter',
  hour: 'that hour',
}
const ALIGNED: Readonly<Record<string, string>> = {
  weekEnd: 'week',
  monthEnd: 'month',
  quarterEnd: 'quarter',
  halfYearEnd: 'half-year',
  yearEnd: 'year',
}
/** Words of the language itself. */
const WORDS: Readonly<Record<string, string>> = { redeemed: 'number redeemed', it: 'item itself' }
const MOVES: Readonly<Record<string, string>> = {
  rise: 'the tier rises',
  renew: 'the tier is renewed',
  fall: 'the tier falls',
}
const STEPS: Readonly<Record<string, string>> = {
  earn: 'points are earned',
  count: 'measures count it',
  award: 'awards are given',
  tier: 'the tier is decided',
}

/** What a definition means, as a clause, a line or a heading. */
export const termsEn: Catalogue = gappedCatalogue(
  {
    word: (_, p) => (p.name === undefined ? humanized(String(p.id)) : String(p.name)),

    'value-number': (_, p) => String(p.number),
    'value-name': (g) => `the ${g.one('name')}`,
    'value-else': (g) => `${g.one('value')} (${g.one('else')} if it is not given)`,
    measure: (g) => g.one('name'),
    'measure-closed': (g) => `the ${g.one('name')} of the period that ended last`,
    'tier-name': (_, p) => (p.name === undefined ? humanized(String(p.id)) : String(p.name)),
    'value-balance': (g) => `the balance of ${g.one('currency')}`,
    'value-member': (g) => `the member’s ${g.one('name')}`,
    'value-calendar': (_, p) => CALENDAR[String(p.part)],
    'weekday-of-day': () => 'that day’s weekday',
    weekday: (_, p) => WEEKDAYS[Number(p.n) - 1],
    month: (_, p) => MONTHS[Number(p.n) - 1],
    'value-years-since': (g) => `the whole years since ${g.one('date')}`,
    'value-earned': (_, p) => `what ${rules(p.rules)} gave`,
    'value-plus': (g) => g.many('of').map(inner).join(' plus '),
    'value-minus': (g) => g.many('of').map(inner).join(' minus '),
    'value-times': (g) => g.many('of').map(inner).join(' times '),
    'value-over': (g) => g.many('of').map(inner).join(' divided by '),
    'value-min': (g) => `the smallest of ${and(g.many('of'))}`,
    'value-max': (g) => `the largest of ${and(g.many('of'))}`,
    'value-round': (g, p) => `${g.one('of')}, ${ROUNDINGS[String(p.mode)]}${g.has('to') ? ` in steps of ${g.one('to')}` : ''}`,
    'value-if': (g) => `${g.one('result')} if ${g.one('condition')}${g.has('else') ? `, otherwise ${g.one('else')}` : ''}`,
    'value-by-tier': (g) => `an amount by tier (${table(g)})`,
    'value-by-earned': (g) => `an amount by the tier the measures support (${table(g)})`,
    'value-table': (g) => `an amount by ${g.one('by')} (${table(g)})`,
    'rate-by-tier': (g) => table(g),
    row: (g) => `${g.one('value')} for ${and(g.many('keys'))}`,
    'value-sum': (g) =>
      `the sum of ${g.has('of') ? `${g.one('of')} over ` : ''}the ${g.one('list')}${g.has('where') ? ` where ${g.one('where')}` : ''}`,
    step: (g) => `${g.one('rate')} from ${g.one('from')}`,
    'value-ladder-whole': (g) => `a rate on all of ${g.one('of')} (${g.many('steps').join(', ')})`,
    'value-ladder-slices': (g) => `a rate on each slice of ${g.one('of')} (${g.many('steps').join(', ')})`,

    all: (g) => and(g.many('of')),
    any: (g) => and(g.many('of'), 'or'),
    bracketed: (g) => `(${g.one('of')})`,
    'at-least': (g, p) => `at least ${p.n} of these ${p.m} hold: ${g.many('of').join('; ')}`,
    not: (g) => `it is not so that ${g.one('of')}`,
    flag: (g) => `${g.one('name')} is on`,
    'flag-not': (g) => `${g.one('name')} is not on`,
    tier: (g) => `the tier is ${and(g.many('tiers'), 'or')}`,
    'tier-not': (g) => `the tier is not ${and(g.many('tiers'), 'or')}`,
    'tier-up': (g) => `the tier is ${g.one('tier')} or higher`,
    'tier-not-up': (g) => `the tier is below ${g.one('tier')}`,
    share: (g) => `the share of ${g.one('of')} in ${g.one('in')}`,
    'is-gte': (g) => compared(g, 'at least', 'from'),
    'is-gt': (g) => compared(g, 'above', 'after'),
    'is-lte': (g) => compared(g, 'at most', 'no later than'),
    'is-lt': (g) => compared(g, 'below', 'before'),
    'is-eq': (g) => `${be(g)} ${g.one('bound')}`,
    'is-in': (g) => `${be(g)} ${and(g.many('bounds'), 'or')}`,
    'is-not-gte': (g) => `${be(g)} not as much as ${g.one('bound')}`,
    'is-not-gt': (g) => `${be(g)} not above ${g.one('bound')}`,
    'is-not-lte': (g) => `${be(g)} not within ${g.one('bound')}`,
    'is-not-lt': (g) => `${be(g)} not below ${g.one('bound')}`,
    'is-not-eq': (g) => `${be(g)} not ${g.one('bound')}`,
    'is-not-in': (g) => `${be(g)} none of ${and(g.many('bounds'))}`,
    'is-yes': (g) => `${be(g)} yes`,
    'is-no': (g) => `${be(g)} not yes`,
    'is-given': (g) => `${be(g)} given`,
    'is-absent': (g) => `${be(g)} not given`,

    length: (_, p) => length(p.n, p.unit),
    'length-value': (g, p) => `${g.one('n')} (in ${unit(p.unit)}s)`,
    'window-lifetime': () => 'since joining',
    'window-fixed': (_, p) => fixedWindow(p),
    'window-rolling': (_, p) =>
      `in the last ${length(p.n, p.unit)}${p.first === 'sameDate' ? ' (the date on which they began included)' : ''}${shifted(p)}`,
    'window-whole': (_, p) => `in the last ${p.n === 1 ? `complete ${unit(p.unit)}` : `${p.n} complete ${unit(p.unit)}s`}${shifted(p)}`,
    'window-anchored': (g, p) => `in the running ${length(p.n, p.unit)} counted from ${g.one('to')}${shifted(p)}`,
    'periods-fixed': (_, p) => {
      const starts = startOf(p)
      if (p.unit === 'day') return 'days in a row'
      return starts === '' ? `calendar ${unit(p.unit)}s in a row` : `${unit(p.unit)}s in a row (each${starts.replace(' that', '')})`
    },
    'periods-anchored': (g) => `periods in a row (of ${g.one('length')} each, counted from ${g.one('to')})`,
    'end-never': () => 'without an end',
    'end-term': () => 'to the end of the tier’s term',
    'end-window': (g, p) => {
      const ahead = Number(p.ahead)
      const following = ahead === 0 ? '' : ahead === 1 ? 'following ' : `${ordinal(ahead)} following `
      return `to the end of the ${following}${windowNoun(g.one('window'), ahead === 0)}`
    },
    'end-through': (g, p) => `${g.one('end')} and on through ${monthDay(p.month, p.day)}`,
    'end-day-before': (g) => `for ${g.one('length')}`,
    'end-same-date': (g) => `for ${g.one('length')}, the same date included`,
    'end-aligned': (g, p) => `to the end of the ${ALIGNED[String(p.align)]} in which ${g.one('length')} are over`,
    'end-date': (_, p) => `through ${p.date}`,
    'end-date-field': (g) => `through the date in ${g.one('field')}`,
    'end-while': (g) => `${g.has('until') ? `${g.one('until')}, and only ` : ''}as long as ${g.one('condition')}`,
    'end-choice': (g) => g.many('of').join('; '),
    choice: (g) => `if ${g.one('condition')}, ${g.one('end')}`,
    'choice-else': (g) => `otherwise ${g.one('end')}`,
    'schedule-yearly': (_, p) => `every year on ${and(String(p.dates).split(' ').map(dayOfYear))}${time(p)}`,
    'schedule-monthly': (_, p) => `every month on day ${p.day}${time(p)}`,
    'schedule-weekly': (_, p) => `every ${WEEKDAYS[Number(p.weekday) - 1]}${time(p)}`,
    'schedule-daily': (_, p) => `every day${time(p)}`,
    'schedule-each': (g, p) =>
      `every ${g.one('each').replace(/^1 /, '')} counted from ${g.one('after')}${g.has('offset') ? `, ${g.one('offset')} ${p.before === true ? 'before' : 'after'}` : ''}${time(p)}`,

    'section-about': () => 'About the program',
    'section-tiers': () => 'Tiers',
    'section-status': () => 'How long a status lasts',
    'section-membership': () => 'Paid membership',
    'section-points': () => 'Points and other units',
    'section-earning': () => 'Earning',
    'section-awards': () => 'Awards',
    'section-conversions': () => 'Conversions',
    'section-redeeming': () => 'Redeeming',
    'section-benefits': () => 'Benefits for everybody',
    'section-vouchers': () => 'Vouchers',
    'section-refunds': () => 'Returns and corrections',
    'section-transfers': () => 'Transfers',
    'section-members': () => 'Accounts of several people',
    'section-counting': () => 'What the words mean',
    'section-fineprint': () => 'Fine print',

    'zone-currency': (_, p) =>
      `Dates are those of ${p.timeZone}${p.currency === 'XXX' ? '; amounts have no currency.' : `; amounts are in ${p.currency}.`}`,
    'enrollment-required': () => 'Nobody has a tier before joining.',
    'enrollment-when': (g, p) =>
      `Joining is possible only if ${g.one('condition')}${p.refusal === undefined ? '' : ` (else refused: ${p.refusal})`}.`,

    'tier-base': (g) => `${g.one('tier')}: everybody.`,
    'tier-granted': (g) => `${g.one('tier')}: by grant, purchase or invitation only.`,
    'tier-paid': (g) => `${g.one('tier')}: by a paid plan only.`,
    'tier-enter': (g) => `${g.one('tier')}: reached when ${g.one('condition')}.`,
    'tier-way': (g) => `${g.one('tier')}: one way is that ${g.one('condition')}${listed(g)}.`,
    'tier-keep': (g) => `${g.one('tier')} is kept at a review when ${g.one('condition')}.`,
    'tier-requires-previous': (g) => `${g.one('tier')} is entered from the tier just below only.`,
    'tier-requires': (g) => `${g.one('tier')} is entered from ${g.one('required')} only.`,
    'tier-own': (g) => `For ${g.one('tier')}: ${g.many('more').join('; ')}.`,
    'tier-gives': (g) => `${g.one('tier')} gives: ${g.many('benefits').join('; ')}.`,
    'tier-lifetime': (g) => `${g.one('tier')} for life when ${g.one('condition')}.`,

    status: (g) => `${capital(g.many('more').join('; '))}.`,
    'status-review': (g) => `Reviews: ${g.many('more').join('; ')}.`,
    'grant-asked': (g) => `entry is decided when ${g.one('on')} asks for it`,
    'grant-dated': (g) => `entry is decided ${g.one('at')}`,
    'windows-closed': () => 'the periods that ended last are looked at, not the running ones',
    'grant-from': (_, p) =>
      p.from === 'atOnce'
        ? 'a status begins at once'
        : p.from === 'nextDay'
          ? 'a status begins the next day'
          : 'a status begins on the first of the next month',
    'grant-from-date': (_, p) => `a status begins on the next ${monthDay(p.month, p.day)}`,
    'grant-until': (g) => `a status lasts ${g.one('until')}`,
    'grant-all': () => 'every tier whose condition holds is granted, also below the one held, so that a fall lands there',
    'grant-above': () => 'only tiers above the one held are granted',
    'review-end': () => 'a status is looked at when it ends',
    'review-dated': (g) => `a status is looked at ${g.one('at')}`,
    'review-until': (g) => `what is kept lasts ${g.one('until')}`,
    'review-failures': (_, p) => `it takes ${p.n} failed reviews in a row to fall`,
    'review-grace': (g, p) =>
      `after a failed review the status goes on for ${g.one('length')}${p.last === 'sameDate' ? ', the same date included,' : ''} of grace, and meeting the condition ${g.has('retest') ? `(looked at ${g.one('retest')}) ` : ''}in that time keeps it${p.from === 'review' ? ', counted from the review' : ''}`,
    'review-else-earned': (g) => `who fails falls to the highest tier still granted${then(g)}`,
    'review-else-one-down': (g) => `who fails falls by one tier${then(g)}`,
    'review-else-base': (g) => `who fails falls to the base tier${then(g)}`,
    'review-else-supported': (g) => `who fails falls to the highest tier the measures support at that time${then(g)}`,
    'review-apart': (g) => `no second fall within ${g.one('length')} of the last`,
    'event-grant': (g, p) => `On ${when(g)} (${p.rule}): ${g.one('tier')} ${g.one('until')}${listed(g)}.`,
    'event-grant-named': (g, p) => `On ${when(g)} (${p.rule}): the tier named in ${g.one('tier')}, ${g.one('until')}${listed(g)}.`,
    'refused-unless': (g, p) => `refused (${p.refusal}) unless ${g.one('condition')}`,
    price: (g) => `it costs ${g.one('price')}`,
    'wins-always': () =>
      'while it runs it is the tier, also below what is earned; what is earned goes on under it and shows again afterwards',
    state: (g) => `shown as ${g.one('state')}`,
    safe: (g) => `no review takes it away ${g.one('until')}`,
    'on-rise': (g) => `When ${g.one('tier')} is reached from below, ${g.one('effect')}.`,
    'on-enter': (g) => `When ${g.one('tier')} is entered, ${g.one('effect')}.`,
    'on-leave': (g) => `When ${g.one('tier')} is lost, ${g.one('effect')}.`,
    'on-renew': (g) => `When ${g.one('tier')} is renewed, ${g.one('effect')}.`,
    'effect-forfeit': (g) => `all ${g.one('currency')} lapse`,
    'effect-redate': (g) => `the ${g.one('currency')} held are dated anew, as if earned that day`,
    'effect-convert': (_, p) => `conversion ${p.rule} takes place`,
    'effect-give': (g) => `the account is given ${units(g.one('amount'), g.one('currency'))}`,
    'effect-emit': (_, p) => `the shop is told: ${p.effect}`,
    'effect-issue': (g) => `a voucher ${g.one('voucher')} is given`,

    'benefit-words': (_, p) => String(p.words),
    benefit: (g, p) =>
      `${p.name === undefined || p.name === g.one('gives') ? g.one('gives') : `${p.name} (${g.one('gives')})`}${commas(g)}`,
    'percent-off': (_, p) => `${p.percent}% off`,
    'amount-off': (_, p) => `${p.amount} off`,
    'amount-off-per': (_, p) => `${p.amount} off every full ${p.per}`,
    'free-shipping': () => 'delivery is free',
    gift: (g) => `a gift: ${g.one('gift')}`,
    'benefit-from': (_, p) => `from ${p.from} upward`,
    'benefit-most': (_, p) => `at most ${p.most} off`,
    'benefit-where': (g) => `on lines where ${g.one('condition')}`,
    'benefit-when': (g) => `while ${g.one('condition')}`,
    'benefit-best-of': (g) => `only the best one of ${g.one('group')} counts`,
    'benefit-alone': () => 'not together with others',

    plan: (g) => `Plan ${g.one('plan')}: ${g.one('tier')} for ${g.one('term')}${g.has('price') ? ` at ${g.one('price')}` : ''}.`,
    'subscription-start': (g) => `It begins with ${g.one('on')}, which names its plan in ${g.one('field')}.`,
    'subscription-renew': (g) => `It is renewed by ${g.one('on')}.`,
    'subscription-change-at-renewal': (g) => `${capital(g.one('on'))} changes the plan from the next renewal on.`,
    'subscription-change': (g) => `${capital(g.one('on'))} changes the plan at once, for what is left of the term.`,
    'subscription-cancel': (g) => `After ${g.one('on')} it runs to the end of what is paid and is not renewed.`,
    'subscription-trial': (g) => `A trial begins with ${g.one('on')} and takes ${g.one('length')}.`,
    'subscription-charge': (g) => `Renewals are paid by ${g.one('on')}; ${g.one('ok')} says whether the payment succeeded.`,
    'subscription-grace': (g) => `When a payment is late the membership runs on for ${g.one('length')}.`,

    currency: (g) => `${capital(g.one('currency'))}: ${g.many('more').join('; ')}.`,
    'currency-unit': (g) => `one is one ${g.one('unit')}`,
    'currency-whole': () => 'whole units',
    'currency-scale': (_, p) => `kept to ${p.scale} ${p.scale === 1 ? 'place' : 'places'} after the point`,
    'currency-counted': () => 'counted only, never spent',
    'currency-lots': (g) => `each earning is usable ${g.one('until')}`,
    suspension: (g) => `nothing ends while ${g.one('condition')}${g.has('end') ? `; after that it lasts at least ${g.one('end')}` : ''}`,
    'currency-idle': (g, p) =>
      `the whole balance ends after ${g.one('after')} without ${g.has('activity') ? and(g.many('activity'), 'or') : 'earning or spending'}${p.align === 'monthEnd' ? ', at the end of that month' : ''}`,
    'activity-earning': (g) => `${article(g.one('on'))} ${g.one('on')} that earns`,
    'currency-idle-convert': (_, p) => `before that, conversion ${p.rule} takes place`,
    'currency-endless': () => 'no end',
    'currency-oldest': () => 'the oldest are used first',
    'currency-soonest': () => 'those that end first are used first',
    'currency-floor': (_, p) => `the balance never falls below ${p.floor}`,
    'currency-debt': () => 'what is taken back may leave a debt, to be earned back before anything is redeemed',
    'currency-stop': () => 'what is taken back stops at the lowest balance',
    'currency-display': (_, p) => `shown ${ROUNDINGS[String(p.mode)]}${p.to === '1' ? '' : ` in steps of ${p.to}`}`,

    earn: (g, p) => `On ${when(g)} (${p.rule}): ${g.one('gives')}${listed(g)}.`,
    'gives-same': (g) => `as many ${g.one('currency')} as ${g.one('of')}`,
    'gives-fixed': (g) => units(g.one('rate'), g.one('currency')),
    'gives-each': (g) => `${units(g.one('rate'), g.one('currency'))} for each ${g.one('per')} of ${g.one('of')}`,
    'gives-each-full': (g) => `${units(g.one('rate'), g.one('currency'))} for each full ${g.one('per')} of ${g.one('of')}`,
    rounded: (_, p) => ROUNDINGS[String(p.mode)],
    'rounded-with': (_, p) => `${ROUNDINGS[String(p.mode)]} together with ${rules(p.rules)}`,
    'up-to': (g) => `only the first ${g.one('max')} count ${g.one('per')}${shared(g)}`,
    cap: (g) => `at most ${g.one('max')} ${g.one('per')}${shared(g)}`,
    'per-event': () => 'each time',
    'per-from-first': (g) => `within ${g.one('length')} of the first`,
    'posts-after': (g) => `usable after ${g.one('length')}`,
    'posts-after-window': (g) => `on hold ${g.one('end')}`,
    'posts-when': (g) => `on hold until ${g.one('condition')}, ${g.one('by')} at the latest, else canceled`,
    'usable-from': (_, p) => `usable from ${p.date}`,
    'usable-until': (g) => `usable ${g.one('until')}`,
    'effective-from': (_, p) => `for what happens from ${p.date} on`,
    'effective-through': (_, p) => `for what happens through ${p.date}`,

    award: (g, p) =>
      `${capital(g.one('moment'))}${g.has('where') ? `, if ${g.one('where')}` : ''} (${p.rule}): ${units(g.one('amount'), g.one('currency'))}${listed(g)}.`,
    'award-crosses': (g, p) => `each time the ${g.one('measure')} reaches ${and(String(p.steps).split(' '), 'or')}`,
    'award-every': (g, p) =>
      `for every ${p.every} of the ${g.one('measure')}${p.from === undefined ? '' : ` from ${p.from} on`}${p.max === undefined ? '' : `, at most ${p.max} times`}`,
    'award-once': (g) => `once ${g.one('window')}${g.has('condition') ? `, when ${g.one('condition')}` : ''}`,
    'award-zero': (g) => `then the ${and(g.many('measures'))} start again from zero`,
    convert: (g, p) =>
      `${capital(g.one('moment'))} (${p.rule}): ${steps(g.one('step'), g.one('from'))} ${units(g.one('give'), g.one('to'))}${listed(g)}.`,
    'convert-reached': () => 'as soon as there are enough',
    'convert-asked': (g) => `on ${when(g)}, for ${g.one('amount')}`,
    'minimum-balance': (g) => `nothing happens below a balance of ${g.one('minimum')}`,

    redeem: (g, p) =>
      `On ${when(g)} (${p.rule}): ${g.has('amount') ? `takes ${g.one('amount')} out of ${g.one('currency')}` : `takes as many ${g.one('currency')} as are asked for`}${listed(g)}.`,
    'in-steps': (g) => `in multiples of ${g.one('step')} only`,
    'at-least-amount': (g) => `at least ${g.one('minimum')}`,
    limit: (g, p) => `at most ${g.one('max')} ${g.one('per')}${shared(g)} (else refused: ${p.refusal})`,
    'limit-value': (g, p) => `worth at most ${g.one('max')} ${g.one('per')}${shared(g)} (else refused: ${p.refusal})`,
    worth: (g) => `worth ${g.one('value')}`,

    reverse: (g, p) =>
      `On ${when(g)} (${p.rule}): what the ${and(g.many('of'), 'or')} brought is taken back${g.has('part') ? `, in the proportion of ${g.one('part')}` : ''}${listed(g)}.`,
    'reverse-take': (g) => `only in ${and(g.many('of'))}`,
    'reverse-link': (g) => `“${g.one('field')}” names the event that is reversed`,
    'reverse-shared': (g) => `both events carry the same “${g.one('field')}”`,
    'reverse-give-back': () => 'points used for it come back with their old end',
    'reverse-rest': () => 'what remains is rounded, not what is taken',
    'reverse-now': () => 'measures lose it in the running period, not in that of the original',
    'reverse-debt': () => 'missing points become a debt',
    'reverse-stop': () => 'missing points are not asked for',
    'reverse-pending-only': () => 'only points still on hold are taken back',
    'reverse-status-withdraw': () => 'a status that rested on it ends at once',
    'reverse-status-keep': () => 'a status that rested on it stays',
    'reverse-status-grace': (g) => `a status that rested on it ends after ${g.one('length')}`,

    transfer: (g, p) =>
      `On ${when(g)} (${p.rule}): ${g.one('amount')} of ${g.one('currency')} leave the account, and arrive in the other with ${g.one('in')}${listed(g)}.`,
    'transfer-dates': () => 'they keep their dates',
    voucher: (g) => `${capital(g.one('voucher'))}: ${g.one('gives')}; usable ${g.one('until')}${listed(g)}.`,
    'voucher-issue': (g) => `given on ${when(g)}${g.has('count') ? `, ${g.one('count')} at a time` : ''}`,
    'voucher-on': (g) => `for ${and(g.many('on'), 'or')}`,
    'voucher-spent': () => 'a return does not give it back',
    members: (g, p) =>
      `People join with ${g.one('join')} and leave with ${g.one('leave')}${g.has('field') ? `, named in ${g.one('field')}` : ''}${p.max === undefined ? '' : `; at most ${p.max} at one time`}.`,
    'members-together': () => 'A redemption uses the points of all together.',
    'members-proportional': () => 'A redemption takes from each in proportion to what they could redeem.',
    'members-take': () => 'Who leaves takes their points along.',
    'members-stay': () => 'The points of who leaves stay with the others.',
    'members-forfeit': () => 'The points of who leaves lapse.',

    'count-sum': (g) => `${capital(g.one('name'))}: the sum of ${g.one('value')} of ${counted(g)}.`,
    'count-count': (g) => `${capital(g.one('name'))}: the number of ${counted(g)}.`,
    'count-distinct': (g) => `${capital(g.one('name'))}: how many different values ${g.one('value')} has among ${counted(g)}.`,
    'count-latest': (g) => `${capital(g.one('name'))}: ${g.one('value')} of the latest of ${counted(g)}.`,
    'count-mean': (g) => `${capital(g.one('name'))}: the average of ${g.one('value')} of ${counted(g)}.`,
    'count-ratio': (g) => `${capital(g.one('name'))}: the sum of ${g.one('value')} divided by the sum of ${g.one('by')} of ${counted(g)}.`,
    'count-min': (g) => `${capital(g.one('name'))}: the smallest ${g.one('value').replace(/^the /, '')} of ${counted(g)}.`,
    'count-max': (g) => `${capital(g.one('name'))}: the largest ${g.one('value').replace(/^the /, '')} of ${counted(g)}.`,
    'count-streak': (g) => {
      const least = g.one('least')
      const had = g.has('value')
        ? `came to at least ${least} in ${g.one('value')} of ${events(g)}`
        : least === '1'
          ? `had ${events(g)}`
          : `had at least ${least} ${events(g)}`
      return `${capital(g.one('name'))}: how many ${g.one('window')} ${had}${listed(g)}; the running one counts once it does, and breaks nothing before.`
    },
    'count-mean-by-unit': (g, p) => `${capital(g.one('name'))}: the sum of ${g.one('value')} per ${unit(p.unit)}, of ${counted(g)}.`,
    'count-earned': (g) =>
      `${capital(g.one('name'))}: the ${g.one('currency')} earned ${g.has('window') ? g.one('window') : 'since joining'}${listed(g)}.`,
    'count-by': (_, p) => `only by ${rules(p.rules)}`,
    'count-reset': (_, p) =>
      `back to zero when ${and(
        String(p.moves)
          .split(' ')
          .map((move) => MOVES[move]),
        'or',
      )}`,
    'count-least-of-members': () => 'for each member apart, and the least of theirs counts',
    'count-most-of-members': () => 'for each member apart, and the most of theirs counts',
    'count-own-of-members': () => 'for each member apart, and that of the member in question counts',
    'count-cap': (_, p) => `at most ${p.cap}`,
    'count-empty': (_, p) => `${p.empty} when there is none`,
    'count-empty-absent': () => 'not known when there is none',
    'count-opens': (g) => `only within ${g.one('length')} of ${g.one('on')}`,
    'count-opens-next-month': (g) => `only within the ${g.one('length')} that begin on the first of the month after ${g.one('on')}`,
    'flag-set': (g) =>
      `${capital(g.one('name'))} is on from ${when(g)}${g.has('off') ? ` until ${g.one('off')}` : ''}${g.has('until') ? `, ${g.one('until')}` : ''}.`,
    'flag-off': (g) => when(g),
    'flag-used-up': (g) => `${when(g)}, which uses it up`,
    'named-value': (g) => `${capital(g.one('name'))}: ${g.one('value')}.`,

    refuse: (g, p) => `${capital(g.one('on'))} is refused (${p.refusal}) when ${g.one('condition')}.`,
    closure: (g) => `After ${g.one('after')} without ${and(g.many('activity'), 'or')} the account is closed.`,
    opening: (g) => `An opening may bring ${g.one('key')}, each counted as ${g.one('type')}.`,
    pipeline: (_, p) =>
      `Of one event first ${String(p.steps)
        .split(' ')
        .map((step) => STEPS[step])
        .join(', then ')}.`,
    lateness: (g) => `What arrives up to ${g.one('length')} late is put in its place.`,
    reversible: (g) => `Returns are possible for ${g.one('length')}.`,
    'day-starts': (_, p) => `The business day starts at ${p.time}.`,
    weekend: (_, p) =>
      `${
        p.days === ''
          ? 'Every weekday is a working day'
          : `No working days: ${and(
              String(p.days)
                .split(' ')
                .map((day) => WEEKDAYS[Number(day) - 1]),
            )}`
      }.`,
    holidays: (_, p) => `Holidays: ${String(p.dates).split(' ').join(', ')}.`,
    stages: (g) => `The account also moves through stages: ${g.many('stages').join(', ')}.`,
  },
  (text) => text.replace(/\bthe the\b/g, 'the'),
)

/** `lifetimeBasePoints` → `lifetime base points`; what is not a program’s identifier stays as it is. */
function humanized(id: string): string {
  if (Object.hasOwn(WORDS, id)) return WORDS[id]
  if (!/^[A-Za-z][A-Za-z0-9+-]*$/.test(id) || /^[A-Z]+$/.test(id)) return id
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .split(' ')
    .map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function article(noun: string): string {
  return /^[aeiou]/i.test(noun) ? 'an' : 'a'
}

function and(parts: readonly string[], word = 'and'): string {
  return parts.length < 2 ? (parts[0] ?? 'nothing') : `${parts.slice(0, -1).join(', ')} ${word} ${parts[parts.length - 1]}`
}

function rules(names: Scalar): string {
  return and(
    String(names)
      .split('\n')
      .map((name) => `“${name}”`),
  )
}

function table(g: Gaps): string {
  return [...g.many('rows'), ...(g.has('else') ? [`otherwise ${g.one('else')}`] : [])].join('; ')
}

/** `1 point`, `5 points`, `(1 for silver; otherwise 2) points`. */
function units(amount: string, currency: string): string {
  return amount === '1' ? `1 ${currency.replace(/([^s])s$/, '$1')}` : `${inner(amount)} ${currency}`
}

/** `each coin becomes`, `each full 100 coins become`. */
function steps(step: string, currency: string): string {
  return step === '1' ? `each ${units(step, currency).slice(2)} becomes` : `each full ${units(step, currency)} become`
}

/** What is itself made of parts stands in brackets inside something bigger. */
function inner(text: string): string {
  return /[,;]|^the (largest|smallest) of | (if|plus|minus|times|divided by) /.test(withoutBrackets(text)) ? `(${text})` : text
}

function withoutBrackets(text: string): string {
  const less = text.replace(/\([^()]*\)/g, '')
  return less === text ? text : withoutBrackets(less)
}

const ON_CALENDAR: Readonly<Record<string, (name: string) => string>> = {
  'at least': (name) => `${name} or later`,
  above: (name) => `later than ${name}`,
  'at most': (name) => `${name} or earlier`,
  below: (name) => `earlier than ${name}`,
}

/** Dates come before and after, amounts are more and less. */
function compared(g: Gaps, amount: string, date: string): string {
  const bound = g.one('bound')
  if (WEEKDAYS.includes(bound) || MONTHS.includes(bound)) return `${be(g)} ${ON_CALENDAR[amount](bound)}`
  return `${be(g)} ${/^\d{4}-\d{2}-\d{2}$/.test(bound) ? date : amount} ${bound}`
}

/** `nights are`, `spend is`. */
function be(g: Gaps): string {
  const subject = g.one('subject')
  return `${subject} ${/[^su]s$/.test(subject) && !/ (of|over|if|by) /.test(subject) ? 'are' : 'is'}`
}

function when(g: Gaps): string {
  return `${and(g.many('on'), 'or')}${g.has('where') ? ` if ${g.one('where')}` : ''}`
}

function events(g: Gaps): string {
  return `${and(g.many('from'), 'or')} events${g.has('where') ? ` where ${g.one('where')}` : ''}`
}

function counted(g: Gaps): string {
  return `${events(g)}${g.has('where') ? ',' : ''} ${g.has('window') ? g.one('window') : 'since joining'}${listed(g)}`
}

function listed(g: Gaps): string {
  return g
    .many('more')
    .map((part) => `; ${part}`)
    .join('')
}

function commas(g: Gaps): string {
  return g
    .many('more')
    .map((part) => `, ${part}`)
    .join('')
}

function then(g: Gaps): string {
  return g.has('until') ? `, which then lasts ${g.one('until')}` : ''
}

function shared(g: Gaps): string {
  return g.has('shared') ? ` (one room for all rules of ${g.one('shared')})` : ''
}

function unit(name: Scalar): string {
  return UNITS[String(name)] ?? String(name)
}

function length(n: Scalar, name: Scalar): string {
  return `${n} ${unit(name)}${n === 1 ? '' : 's'}`
}

function monthDay(month: Scalar, day: Scalar): string {
  return day === 'last' ? `the last day of ${MONTHS[Number(month) - 1]}` : `${day} ${MONTHS[Number(month) - 1]}`
}

function dayOfYear(text: string): string {
  return monthDay(Number(text.slice(0, 2)), Number(text.slice(3)))
}

function time(p: Readonly<Record<string, Scalar>>): string {
  return p.time === undefined ? '' : ` at ${p.time}`
}

function ordinal(n: number): string {
  return n === 2 ? 'second' : n === 3 ? 'third' : `${n}th`
}

function fixedWindow(p: Readonly<Record<string, Scalar>>): string {
  const name = p.unit === 'day' ? 'same day' : `calendar ${unit(p.unit)}`
  const starts = startOf(p)
  const noun = starts === '' ? name : `${unit(p.unit)}${starts}`
  return `in the ${noun}${shifted(p)}`
}

function startOf(p: Readonly<Record<string, Scalar>>): string {
  if (p.weekday !== undefined) return ` that starts on ${WEEKDAYS[Number(p.weekday) - 1]}`
  if (p.month !== undefined) return ` that starts on ${monthDay(p.month, p.day ?? 1)}`
  return p.day === undefined ? '' : ` that starts on day ${p.day}`
}

/** `in the calendar year` → `calendar year`. */
function windowNoun(window: string, isRunning: boolean): string {
  return window
    .replace(/^in the /, '')
    .replace(/^same day/, 'day')
    .replace(/^running /, isRunning ? 'running ' : '')
}

function shifted({ shift, unit: name }: Readonly<Record<string, Scalar>>): string {
  if (shift === 0 || shift === undefined) return ''
  const n = Math.abs(Number(shift))
  return Number(shift) < 0 ? ` before this one${n > 1 ? ` (${n} back)` : ''}` : ` ${n === 1 ? 'after' : `${n} after`} this ${unit(name)}`
}
