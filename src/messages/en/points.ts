import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { problemEn } from './problem.js'

/** Balances and what they refuse. */
export const pointsEn: Catalogue = {
  'points.amount.not-positive': (r) => `${r.params.amount} has to be above 0`,
  'points.amount.places': (r) => `${r.params.amount} has more decimal places than ${r.params.currency} keeps (${r.params.scale})`,
  'points.balance.corrected': (r) =>
    `the balance of ${r.params.currency} was ${r.params.was} and is ${r.params.is}, because of move ${r.params.cause}`,
  'points.balance.insufficient': (r) => `not enough ${r.params.currency}: ${r.params.missing} missing${refusal(r)}`,
  'points.balance.not-yet-usable': (r) => `${r.params.currency} are not usable yet: ${r.params.missing} missing today${refusal(r)}`,
  'points.conversion.circular': (r) => `conversion ${r.params.conversion} leads back to its own currency`,
  'points.conversion.too-little': (r) => `too little to convert by ${r.params.conversion}: it takes ${r.params.step} at least`,
  'points.conversion.twice': (r) => `two conversions are called ${r.params.conversion}`,
  'points.conversion.unknown': (r) => `no conversion out of ${r.params.currency} is called ${r.params.conversion}`,
  'points.currency.not-redeemable': (r) => `${r.params.currency} are counted only, they cannot be spent`,
  'points.currency.unknown': (r) => `no currency is called ${r.params.currency}`,
  'points.hold.none': (r) => `nothing is held by move ${r.params.of} any more`,
  'points.lot.over': (r) => `the points would have ended on ${r.params.until} already`,
  'points.move.already-reversed': (r) => `move ${r.params.of} has been reversed already`,
  'points.move.applied': (r) => `move ${r.params.move} was applied`,
  'points.move.conflict': (r) => `move ${r.params.move} is known with other content; nothing changed`,
  'points.move.duplicate': (r) => `move ${r.params.move} was known already; nothing changed`,
  'points.move.invalid': (r) => `move ${r.params.move || 'without an id'} was not taken: ${problemEn(r)}`,
  'points.move.needs-history': (r) => `move ${r.params.move} is older than what is kept; replay the history from ${r.params.at}`,
  'points.move.not-reversible': (r) => `move ${r.params.of} is of type ${r.params.type}, which is not reversed but met by another move`,
  'points.move.nowhere': (r) => `the history has no move ${r.params.of}${refusal(r)}`,
  'points.move.unknown': (r) => `move ${r.params.of} is not known here; it may be older than what is kept`,
  'points.outcome.corrected': (r) => `move ${r.params.move} was ${r.params.was} and is ${r.params.is}, because of move ${r.params.cause}`,
  'points.reversal.part': (r) => `that part of move ${r.params.of} cannot be reversed: ${r.params.left} of it are left`,
}

/** The class a program gives its refusals, for hosts that act on it. */
function refusal(r: Reason): string {
  return r.params.refusal === undefined ? '' : ` (${r.params.refusal})`
}
