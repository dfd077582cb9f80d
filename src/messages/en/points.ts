import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

/** Balances and what they refuse. */
export const pointsEn: Catalogue = {
  'points.balance.insufficient': (r) => `not enough ${r.params.currency}: ${r.params.missing} missing${refusal(r)}`,
  'points.balance.not-yet-usable': (r) => `${r.params.currency} are not usable yet: ${r.params.missing} missing today${refusal(r)}`,
}

/** The class a program gives its refusals, for hosts that act on it. */
function refusal(r: Reason): string {
  return r.params.refusal === undefined ? '' : ` (${r.params.refusal})`
}
