import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

/** Next actions: why one fits, what stands against another. */
export const playbookEn: Catalogue = {
  'playbook.stage.fits': (r) => `the customer is in the stage “${r.params.stage}”`,
  'playbook.tier.fits': (r) => `the customer is in the tier “${r.params.tier}”`,
  'playbook.channel.preferred': (r) =>
    `${r.params.channel} is the customer’s most used channel (${percent(r)} of ${r.params.support} facts)`,
  'playbook.channel.fallback': (r) => `no preference is known; ${r.params.channel} is the action’s first channel`,
  'playbook.stage.other': (r) => `${r.params.action}: not for the stage “${r.params.stage ?? '—'}”`,
  'playbook.tier.other': (r) => `${r.params.action}: not for the tier “${r.params.tier ?? '—'}”`,
  'playbook.condition.unmet': (r) => `${r.params.action}: its condition does not hold`,
  'playbook.exclusion.holds': (r) => `${r.params.action}: the customer is excluded`,
  'playbook.value.unknown': (r) => `${r.params.action}: what it would bring is unknown`,
  'playbook.value.too-low': (r) => `${r.params.action}: it would bring ${r.params.value} and cost ${r.params.cost}`,
  'playbook.channel.refused': (r) => `${r.params.action}: the customer refuses ${r.params.channels}`,
  'playbook.cool-down.running': (r) => `${r.params.action}: not again before ${r.params.until}`,
  'playbook.cap.reached': (r) => `${r.params.action}: done ${r.params.n} times in ${r.params.days}, which is the most`,
  'playbook.contacts.reached': (r) => `${r.params.action}: ${r.params.n} contacts in ${r.params.days} are the most`,
  'playbook.budget.spent': (r) => `${r.params.action}: it costs ${r.params.cost}; ${r.params.left} of the customer’s budget are left`,
  'playbook.zone.unknown': (r) => `unknown time zone “${r.params.timeZone}”`,
  'playbook.amount.negative': (r) => `${at(r)}an amount below 0: ${r.params.amount}`,
  'playbook.action.duplicate': (r) => `${at(r)}the action “${r.params.action}” is there twice`,
  'playbook.condition.never': (r) => `${at(r)}the condition of “${r.params.action}” can never hold`,
  'playbook.exclusion.always': (r) => `${at(r)}everybody “${r.params.action}” is for is excluded from it`,
  'playbook.name.unknown': (r) => `${at(r)}“${r.params.action}” is for “${r.params.name}”, which does not exist`,
  'playbook.cell.uncovered': (r) =>
    `nothing is done for customers in the stage “${r.params.stage}”${r.params.tier === null ? '' : ` and the tier “${r.params.tier}”`}`,
}

function percent(r: Reason): string {
  return `${Math.round(Number(r.params.share) * 100)} %`
}

function at(r: Reason): string {
  return r.path && r.path.length > 0 ? `${r.path.join('.')}: ` : ''
}
