import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { problemEn } from './problem.js'

/** What a program did with an event, and what is wrong with a program. */
export const programEn: Catalogue = {
  'program.event.applied': (r) => `event ${r.params.fact} was applied`,
  'program.event.duplicate': (r) => `event ${r.params.fact} was known already; nothing changed`,
  'program.event.conflict': (r) => `event ${r.params.fact} is known with other content; nothing changed`,
  'program.event.refused': (r) => `the event was refused: ${r.params.refusal}`,
  'program.event.invalid': (r) => `event ${r.params.fact || 'without an id'} was not taken: ${problemEn(r)}`,
  'program.event.other-account': (r) => `event ${r.params.fact} is another customer’s than this account’s; nothing changed`,
  'program.event.nameless': (r) =>
    `event ${r.params.fact} was applied, but it does not say whose it is; write a customerId, so that the account can tell its own events`,
  'program.event.unheard': (r) =>
    `event ${r.params.fact} was applied and counts for nothing: no rule of this program asks for “${r.params.type}”, only for ${r.params.known}`,
  'program.event.needs-history': (r) => `event ${r.params.fact} is older than what is kept; replay the history from ${r.params.from}`,
  'program.tier.granted': (r) =>
    `tier ${r.params.tier} was granted (${r.params.reason}) from ${r.params.from}${r.params.until === null ? ', without an end' : ` through ${r.params.until}`}`,
  'program.tier.moved': (r) => `tier ${r.params.move === 'rise' ? 'rose' : 'fell'} from ${r.params.from} to ${r.params.to}`,
  'program.tier.kept': (r) => `tier ${r.params.tier} goes on for another term`,
  'program.tier.unknown': (r) => `the event names a tier that this program does not have${refusal(r)}`,
  'program.tier.criteria': (r) => `the conditions of ${r.params.tier ?? 'the tier'} are not met${refusal(r)}`,
  'program.review.failed': (r) => `the review of ${r.params.tier} failed: ${r.params.failures} in a row, ${r.params.needed} cost the tier`,
  'program.grace.began': (r) => `${r.params.tier} is held in grace through ${r.params.until}`,
  'program.points.expired': (r) =>
    `${r.params.amount} ${r.params.currency} ended on ${r.params.on}${r.params.idle ? ', for want of activity' : ''}`,
  'program.account.closed': () => 'the account was closed for want of activity',
  'program.earning.no-value': (r) =>
    `event ${r.params.fact} was applied without what rule ${r.params.rule} pays for, so that rule gave nothing`,
  'program.earning.inexact': (r) =>
    `rule ${r.params.rule} gives an amount with more than ${r.params.scale} places and names no rounding${refusal(r)}`,
  'program.redemption.check': (r) => `redemption ${r.params.rule} was refused: ${r.params.refusal}`,
  'program.redemption.amount': (r) => `${r.params.rule}: the event names no amount${refusal(r)}`,
  'program.redemption.step': (r) => `${r.params.rule}: only multiples of ${r.params.step}${refusal(r)}`,
  'program.conversion.minimum': (r) => `${r.params.rule}: only from a balance of ${r.params.minimum} on${refusal(r)}`,
  'program.redemption.minimum': (r) => `${r.params.rule}: at least ${r.params.minimum}${refusal(r)}`,
  'program.redemption.limit': (r) => `${r.params.rule}: only ${r.params.room} left under its limit${refusal(r)}`,
  'program.subscription.plan': (r) => `the event names a plan that this program does not have${refusal(r)}`,
  'program.subscription.trial-used': (r) => `a trial is only for those who never had a membership${refusal(r)}`,
  'program.subscription.none': (r) => `there is no running membership${refusal(r)}`,
  'program.award.endless': (r) => `awards were still setting off one another after ${r.params.rounds} rounds${refusal(r)}`,
  'program.reversal.above': (r) =>
    `${r.params.rule}: ${r.params.asked} is more than the ${r.params.left} left of ${r.params.order}${refusal(r)}`,
  'program.reversal.done': (r) => `${r.params.rule}: ${r.params.order} has been reversed already${refusal(r)}`,
  'program.reversal.negative': (r) => `${r.params.rule}: ${r.params.asked} is below zero, which reverses nothing${refusal(r)}`,
  'program.reversal.nothing': (r) =>
    `event ${r.params.fact} was applied, but the part of ${r.params.order} that ${r.params.rule} reverses is zero`,
  'program.reversal.nowhere': (r) => `${r.params.rule}: the history has no ${r.params.order} that could be reversed${refusal(r)}`,
  'program.reversal.unknown': (r) =>
    `${r.params.rule}: ${r.params.order}, which it reverses, is not known here; replay the history${refusal(r)}`,
  'program.reversal.unlinked': (r) =>
    `${r.params.rule}: the event does not say what it reverses; write its id in “${r.params.field}”${refusal(r)}`,
  'program.enrollment.refused': (r) => `the conditions for joining are not met${refusal(r)}`,
  'program.figure.corrected': (r) => `${r.params.figure} is ${r.params.is} instead of ${r.params.was}, because of event ${r.params.cause}`,
  'program.outcome.corrected': (r) =>
    `event ${r.params.fact} is now ${r.params.is} instead of ${r.params.was}, because of event ${r.params.cause}`,
  'program.voucher.unknown': (r) => `there is no voucher ${r.params.voucher} to use`,
  'program.voucher.not-usable': (r) => `voucher ${r.params.voucher} cannot be used here or now`,
  'program.member.known': () => 'this member belongs to the account already',
  'program.member.full': (r) => `the account has its ${r.params.max} members`,
  'program.member.joined': (r) => `somebody joined; members now: ${r.params.count}`,
  'program.member.left': (r) => `somebody left; members now: ${r.params.count}`,
  'program.member.unknown': () => 'only members of the account may do this',
  'program.tier.unreachable': (r) => `${at(r)}tier “${r.params.tier}” can never be reached`,
  'program.tier.shadowed': (r) => `${at(r)}whoever enters “${r.params.tier}” enters “${r.params.by}” as well, so nobody ever holds it`,
  'program.tier.never-kept': (r) => `${at(r)}no review of “${r.params.tier}” can ever be passed`,
  'program.keep.idle': (r) => `${at(r)}no review asks what keeps “${r.params.tier}”`,
  'program.award.circular': (r) =>
    `${at(r)}award “${r.params.award}” feeds the measure that sets it off; rounds that do not end are refused`,
  'program.currency.unearned': (r) => `${at(r)}nothing gives “${r.params.currency}”`,
  'program.currency.unspent': (r) => `${at(r)}“${r.params.currency}” is earned, but nothing uses or counts it`,
  'program.flag.idle': (r) => `${at(r)}nothing asks for the flag “${r.params.flag}”`,
  'program.earning.inexact-amounts': (r) =>
    `${at(r)}rule “${r.params.rule}” names no rounding, so amounts that give a fraction are refused`,
  'program.lifecycle.differs': (r) =>
    `${at(r)}${r.params.key} of the lifecycle is ${r.params.lifecycle}, but the program’s is ${r.params.own}`,
  'program.stage.needs-history': (r) => `event ${r.params.fact} is too late for the lifecycle, whose stage does not know of it`,
  'program.measure.shifted': (r) =>
    `${at(r)}“${r.params.measure}” looks at a shifted window, which a program does not keep; ask for the closed window where it is used`,
  'program.streak.window': (r) =>
    `${at(r)}the streak “${r.params.measure}” counts windows in a row: give it a \`fixed\` or \`anchored\` window without a shift`,
  'program.streak.least': (r) => `${at(r)}only a streak has \`least\`, and “${r.params.measure}” is none`,
  'program.measure.no-members': (r) => `${at(r)}“${r.params.measure}” is counted for each member, but the account has no \`members\``,
  'program.measure.own-tier': (r) =>
    `${at(r)}a tier belongs to the whole account and cannot go by “${r.params.measure}”, which is each member’s own; ask for the least or the most`,
  'program.name.unknown': (r) => `${at(r)}there is no ${r.params.kind} “${r.params.name}”`,
  'program.name.twice': (r) => `${at(r)}the name “${r.params.name}” is used twice`,
  'program.name.reserved': (r) => `${at(r)}“${r.params.name}” is the engine’s own word for why a status is held; give the rule another id`,
  'program.end.while-inside': (r) =>
    `${at(r)}a “while” with an end of its own can stand neither in a list of ends nor inside another “while”`,
  'program.end.while': (r) => `${at(r)}only a status can hold “while” a condition does; this needs an end of its own`,
  'program.bound.not-a-number': (r) => `${at(r)}a number is compared with “${r.params.bound}”, which is none; write it like 1000.50`,
  'program.figure.too-small': (r) => `${at(r)}${r.params.figure} must be ${r.params.strict === true ? 'above 0' : 'at least 0'}`,
  'program.base.conditions': (r) => `${at(r)}everybody has the base tier “${r.params.tier}”; it takes no conditions`,
  'program.value.too-long': (r) => `${at(r)}takes ${r.params.steps} steps to compute, more than ${r.params.limit}`,
  'program.value.circular': (r) => `${at(r)}asks for the tier that it decides itself`,
  'program.figure.too-large': () => 'a figure would be too large, or have too many places, to be kept exactly',
  'program.conversion.circular': (r) => `${at(r)}conversion “${r.params.rule}” leads back to its own currency and would never end`,
  'program.currency.not-redeemable': (r) => `${at(r)}“${r.params.currency}” is declared as not redeemable`,
}

function at(reason: Reason): string {
  return reason.path && reason.path.length > 0 ? `${reason.path.join('.')}: ` : ''
}

/** The class a program gives its refusals, for hosts that act on it. */
function refusal(r: Reason): string {
  return r.params.refusal === undefined ? '' : ` (${r.params.refusal})`
}
