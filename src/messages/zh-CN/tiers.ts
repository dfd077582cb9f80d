import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

/** 独立等级：判定、依据、等级定义的问题。 */
export const tiersZhCN: Catalogue = {
  'tiers.tier.decided': (r) => `${r.params.asOf} 的等级为 ${r.params.tier}${until(r)}`,
  'tiers.enter.met': (r) => `指标达到 ${r.params.tier}`,
  'tiers.enter.unmet': (r) => `指标未达到 ${r.params.tier} 以上的任何等级`,
  'tiers.keep.met': (r) => `指标满足 ${r.params.tier} 的保级条件`,
  'tiers.keep.unmet': (r) => `指标既未达到也未保住 ${r.params.held}`,
  'tiers.term.running': (r) => `${r.params.tier} 仍在有效期内${until(r)}`,
  'tiers.grace.running': (r) => `${r.params.tier} 处于宽限期${until(r)}`,
  'tiers.grace.over': (r) => `${r.params.held} 的宽限期已过`,
  'tiers.fall.to': (r) => `从 ${r.params.held} 降至 ${r.params.tier}${until(r)}`,
  'tiers.floor.higher': (r) => `${r.params.tier} 是该客户的最低等级（终身等级）`,
  'tiers.override.always': (r) => `${r.params.tier} 由人工设定：${r.params.reason}`,
  'tiers.override.higher': (r) => `人工设定不低于 ${r.params.tier}：${r.params.reason}`,
  'tiers.tier.conditions': (r) => `升入 ${r.params.tier} 的条件`,
  'tiers.tier.keeps': (r) => `保住 ${r.params.tier} 的条件`,
  'tiers.tier.lifetime': (r) => `终身 ${r.params.tier} 的条件`,
  'tiers.condition.word': (r) => `${at(r)}一行指标无法回答“${r.params.word}”，请由宿主先算成指标`,
  'tiers.tier.twice': (r) => `${at(r)}等级标识 ${r.params.tier} 重复`,
  'tiers.tier.unknown': (r) => `${at(r)}没有等级 ${r.params.tier}`,
  'tiers.base.conditions': (r) => `${at(r)}最低等级 ${r.params.tier} 人人都有，不设条件`,
  'tiers.grace.no-term': (r) => `${at(r)}宽限期接在有效期之后，请先写 \`grant.until\``,
  'tiers.measure.digits': (r) => `${at(r)}${r.params.name} 带小数且超过 ${r.params.digits} 位数字，无法精确比较`,
  'tiers.tier.contradictory': (r) => `${at(r)}没有人能满足 ${r.params.tier} 的条件`,
  'tiers.tier.shadowed': (r) => `${at(r)}没有人会停在 ${r.params.tier}：满足它的人也满足更高等级`,
  'tiers.tier.unreachable': (r) => `${at(r)}无法到达 ${r.params.tier}：没有人能持有它要求的等级`,
  'tiers.tier.never-kept': (r) => `${at(r)}${r.params.tier} 在每次评定时都会失去`,
  'tiers.keep.idle': (r) => `${at(r)}该条件不起作用：满足它的人也能升入 ${r.params.tier}`,
}

function until(r: Reason): string {
  return typeof r.params.until === 'string' ? `，至 ${r.params.until}` : ''
}

function at(r: Reason): string {
  return r.path && r.path.length > 0 ? `${r.path.join('.')}：` : ''
}
