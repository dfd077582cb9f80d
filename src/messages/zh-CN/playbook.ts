import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

/** 下一步动作：为何合适，为何不做。 */
export const playbookZhCN: Catalogue = {
  'playbook.stage.fits': (r) => `客户处于“${r.params.stage}”阶段`,
  'playbook.tier.fits': (r) => `客户等级为“${r.params.tier}”`,
  'playbook.channel.preferred': (r) => `${r.params.channel} 是客户最常用的渠道（${r.params.support} 条记录中占 ${percent(r)}）`,
  'playbook.channel.fallback': (r) => `没有已知渠道偏好，使用该动作的首选渠道 ${r.params.channel}`,
  'playbook.stage.other': (r) => `${r.params.action}：不适用于“${r.params.stage ?? '—'}”阶段`,
  'playbook.tier.other': (r) => `${r.params.action}：不适用于“${r.params.tier ?? '—'}”等级`,
  'playbook.condition.unmet': (r) => `${r.params.action}：条件不成立`,
  'playbook.exclusion.holds': (r) => `${r.params.action}：客户属于排除对象`,
  'playbook.value.unknown': (r) => `${r.params.action}：预期收益未知`,
  'playbook.value.too-low': (r) => `${r.params.action}：预期收益 ${r.params.value}，成本 ${r.params.cost}`,
  'playbook.channel.refused': (r) => `${r.params.action}：客户拒绝 ${r.params.channels}`,
  'playbook.cool-down.running': (r) => `${r.params.action}：${r.params.until} 之前不再执行`,
  'playbook.cap.reached': (r) => `${r.params.action}：${days(r)}内已执行 ${r.params.n} 次，达到上限`,
  'playbook.contacts.reached': (r) => `${r.params.action}：${days(r)}内最多接触 ${r.params.n} 次`,
  'playbook.budget.spent': (r) => `${r.params.action}：成本 ${r.params.cost}，该客户预算仅剩 ${r.params.left}`,
  'playbook.zone.unknown': (r) => `未知时区“${r.params.timeZone}”`,
  'playbook.amount.negative': (r) => `${at(r)}金额不能小于 0：${r.params.amount}`,
  'playbook.action.duplicate': (r) => `${at(r)}动作“${r.params.action}”重复`,
  'playbook.condition.never': (r) => `${at(r)}“${r.params.action}”的条件永远不可能成立`,
  'playbook.exclusion.always': (r) => `${at(r)}“${r.params.action}”的所有适用客户都被排除`,
  'playbook.name.unknown': (r) => `${at(r)}“${r.params.action}”面向的“${r.params.name}”并不存在`,
  'playbook.cell.uncovered': (r) => `“${r.params.stage}”阶段${r.params.tier === null ? '' : `、“${r.params.tier}”等级`}的客户没有任何动作`,
}

const UNITS: Readonly<Record<string, string>> = { day: '天', week: '周', month: '个月', quarter: '个季度', halfYear: '个半年', year: '年' }

function days(r: Reason): string {
  const [n, unit] = String(r.params.days).split(' ')
  return `${n} ${UNITS[unit] ?? unit}`
}

function percent(r: Reason): string {
  return `${Math.round(Number(r.params.share) * 100)}%`
}

function at(r: Reason): string {
  return r.path && r.path.length > 0 ? `${r.path.join('.')}：` : ''
}
