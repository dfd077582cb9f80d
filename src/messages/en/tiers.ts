import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

/** Tiers alone: decisions, their proofs, problems of ladders. */
export const tiersEn: Catalogue = {
  'tiers.tier.decided': (r) => `tier ${r.params.tier} on ${r.params.asOf}${until(r)}`,
  'tiers.enter.met': (r) => `the measures reach ${r.params.tier}`,
  'tiers.enter.unmet': (r) => `the measures reach nothing above ${r.params.tier}`,
  'tiers.keep.met': (r) => `the measures keep ${r.params.tier}`,
  'tiers.keep.unmet': (r) => `the measures neither reach nor keep ${r.params.held}`,
  'tiers.term.running': (r) => `the term of ${r.params.tier} is running${until(r)}`,
  'tiers.grace.running': (r) => `${r.params.tier} is held in its grace${until(r)}`,
  'tiers.grace.over': (r) => `the grace of ${r.params.held} is over`,
  'tiers.fall.to': (r) => `down from ${r.params.held} to ${r.params.tier}${until(r)}`,
  'tiers.floor.higher': (r) => `${r.params.tier} is the lowest tier this customer can have, for life`,
  'tiers.override.always': (r) => `${r.params.tier} was set by hand: ${r.params.reason}`,
  'tiers.override.higher': (r) => `${r.params.tier} was set by hand as the least: ${r.params.reason}`,
  'tiers.tier.conditions': (r) => `to enter ${r.params.tier}`,
  'tiers.tier.keeps': (r) => `to keep ${r.params.tier}`,
  'tiers.tier.lifetime': (r) => `for ${r.params.tier} as a tier for life`,
  'tiers.condition.word': (r) => `${at(r)}a row of measures cannot answer “${r.params.word}”; let the host compute it as a measure`,
  'tiers.tier.twice': (r) => `${at(r)}the tier id ${r.params.tier} is used twice`,
  'tiers.tier.unknown': (r) => `${at(r)}the ladder has no tier ${r.params.tier}`,
  'tiers.base.conditions': (r) => `${at(r)}the lowest tier ${r.params.tier} is everybody’s and takes no conditions`,
  'tiers.grace.no-term': (r) => `${at(r)}a grace follows a term: say \`grant.until\` first`,
  'tiers.measure.digits': (r) =>
    `${at(r)}${r.params.name} has decimals and more than ${r.params.digits} digits, too many to compare exactly`,
  'tiers.tier.contradictory': (r) => `${at(r)}nobody can meet the condition of ${r.params.tier}`,
  'tiers.tier.shadowed': (r) => `${at(r)}nobody stops at ${r.params.tier}: who meets its condition meets that of a higher tier`,
  'tiers.tier.unreachable': (r) => `${at(r)}${r.params.tier} cannot be reached: nobody can hold the tier it requires`,
  'tiers.tier.never-kept': (r) => `${at(r)}${r.params.tier} is lost at every review`,
  'tiers.keep.idle': (r) => `${at(r)}this condition decides nothing: who meets it also enters ${r.params.tier}`,
}

function until(r: Reason): string {
  return typeof r.params.until === 'string' ? ` through ${r.params.until}` : ''
}

function at(r: Reason): string {
  return r.path && r.path.length > 0 ? `${r.path.join('.')}: ` : ''
}
