import type { Catalogue } from '../catalogue.js'

/** Balances and what they refuse. */
export const pointsEn: Catalogue = {
  'points.balance.insufficient': (r) => `not enough ${r.params.currency}: ${r.params.missing} missing`,
  'points.balance.not-yet-usable': (r) => `${r.params.currency} are not usable yet: ${r.params.missing} missing today`,
}
