import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { problemZhCN } from './problem.js'

const KINDS: Readonly<Record<string, string>> = {
  measure: '指标',
  currency: '积分币种',
  tier: '等级',
  voucher: '券',
  flag: '标记',
  rule: '规则',
  conversion: '兑换规则',
  value: '命名值',
}

/** 会员计划对事件的处理结果，以及计划定义中的问题。 */
export const programZhCN: Catalogue = {
  'program.event.applied': (r) => `事件 ${r.params.fact} 已生效`,
  'program.event.duplicate': (r) => `事件 ${r.params.fact} 已处理过，未作改动`,
  'program.event.conflict': (r) => `事件 ${r.params.fact} 已存在但内容不同，未作改动`,
  'program.event.refused': (r) => `事件被拒绝：${r.params.refusal}`,
  'program.event.invalid': (r) => `${r.params.fact ? `事件 ${r.params.fact} ` : '无 id 的事件'}未被接受：${problemZhCN(r)}`,
  'program.event.other-account': (r) => `事件 ${r.params.fact} 属于另一位顾客，不是本账户的，未作改动`,
  'program.event.nameless': (r) => `事件 ${r.params.fact} 已生效，但未说明属于谁；请写明 customerId，账户才能辨认自己的事件`,
  'program.event.unheard': (r) =>
    `事件 ${r.params.fact} 已生效，但不计入任何内容：本计划没有规则涉及“${r.params.type}”，只涉及 ${r.params.known}`,
  'program.event.needs-history': (r) => `事件 ${r.params.fact} 早于现存记录，请自 ${r.params.from} 起重放历史`,
  'program.tier.granted': (r) =>
    `授予等级 ${r.params.tier}（${GRANTED[String(r.params.reason)] ?? r.params.reason}），自 ${r.params.from} 起${r.params.until === null ? '长期有效' : `至 ${r.params.until} 有效`}`,
  'program.tier.moved': (r) => `等级由 ${r.params.from} ${r.params.move === 'rise' ? '升' : '降'}至 ${r.params.to}`,
  'program.tier.kept': (r) => `等级 ${r.params.tier} 续期`,
  'program.tier.unknown': (r) => `事件所指的等级在本计划中不存在${refusal(r)}`,
  'program.tier.criteria': (r) => `未满足${r.params.tier ?? '该等级'}的条件${refusal(r)}`,
  'program.review.failed': (r) => `等级 ${r.params.tier} 复核未通过：连续 ${r.params.failures} 次，满 ${r.params.needed} 次将失去该等级`,
  'program.grace.began': (r) => `等级 ${r.params.tier} 进入宽限期，至 ${r.params.until}`,
  'program.points.expired': (r) =>
    `${r.params.amount} ${r.params.currency} 已于 ${r.params.on} 失效${r.params.idle ? '（长期无活动）' : ''}`,
  'program.account.closed': () => '账户因长期无活动而关闭',
  'program.earning.no-value': (r) => `事件 ${r.params.fact} 已生效，但缺少规则 ${r.params.rule} 所依据的数值，该规则未发放`,
  'program.earning.inexact': (r) => `规则 ${r.params.rule} 的结果超过 ${r.params.scale} 位小数，且未指定舍入方式${refusal(r)}`,
  'program.redemption.check': (r) => `兑换 ${r.params.rule} 被拒绝：${r.params.refusal}`,
  'program.redemption.amount': (r) => `${r.params.rule}：事件未给出数量${refusal(r)}`,
  'program.redemption.step': (r) => `${r.params.rule}：须为 ${r.params.step} 的整数倍${refusal(r)}`,
  'program.conversion.minimum': (r) => `${r.params.rule}：余额达到 ${r.params.minimum} 才能兑换${refusal(r)}`,
  'program.redemption.minimum': (r) => `${r.params.rule}：至少 ${r.params.minimum}${refusal(r)}`,
  'program.redemption.limit': (r) => `${r.params.rule}：额度仅剩 ${r.params.room}${refusal(r)}`,
  'program.subscription.plan': (r) => `事件所指的套餐在本计划中不存在${refusal(r)}`,
  'program.subscription.trial-used': (r) => `试用仅限从未开通过会员者${refusal(r)}`,
  'program.subscription.none': (r) => `没有有效的会员资格${refusal(r)}`,
  'program.award.endless': (r) => `奖励相互触发，${r.params.rounds} 轮后仍未停止${refusal(r)}`,
  'program.reversal.above': (r) => `${r.params.rule}：${r.params.asked} 超过 ${r.params.order} 剩余的 ${r.params.left}${refusal(r)}`,
  'program.reversal.done': (r) => `${r.params.rule}：${r.params.order} 已全部冲销${refusal(r)}`,
  'program.reversal.negative': (r) => `${r.params.rule}：${r.params.asked} 小于零，无可冲销${refusal(r)}`,
  'program.reversal.nothing': (r) => `事件 ${r.params.fact} 已生效，但 ${r.params.rule} 对 ${r.params.order} 的冲销部分为零`,
  'program.reversal.nowhere': (r) => `${r.params.rule}：历史中没有可冲销的 ${r.params.order}${refusal(r)}`,
  'program.reversal.unknown': (r) => `${r.params.rule}：此处没有被冲销的 ${r.params.order} 的记录，请重放历史${refusal(r)}`,
  'program.reversal.unlinked': (r) => `${r.params.rule}：事件未说明冲销哪一笔，请在“${r.params.field}”中写明其 id${refusal(r)}`,
  'program.enrollment.refused': (r) => `未满足入会条件${refusal(r)}`,
  'program.figure.corrected': (r) => `因事件 ${r.params.cause}，${r.params.figure} 应为 ${r.params.is}（原为 ${r.params.was}）`,
  'program.outcome.corrected': (r) => `因事件 ${r.params.cause}，事件 ${r.params.fact} 的结果由 ${r.params.was} 改为 ${r.params.is}`,
  'program.voucher.unknown': (r) => `没有可用的券 ${r.params.voucher}`,
  'program.voucher.not-usable': (r) => `券 ${r.params.voucher} 不能在此处或此时使用`,
  'program.member.known': () => '该成员已属于此账户',
  'program.member.full': (r) => `账户成员已满（${r.params.max} 人）`,
  'program.member.joined': (r) => `有成员加入，现有 ${r.params.count} 人`,
  'program.member.left': (r) => `有成员离开，现有 ${r.params.count} 人`,
  'program.member.unknown': () => '只有账户成员才能这样做',
  'program.tier.unreachable': (r) => `${at(r)}等级“${r.params.tier}”永远无法达到`,
  'program.tier.shadowed': (r) => `${at(r)}达到“${r.params.tier}”的人同时达到“${r.params.by}”，因此无人会停留在该等级`,
  'program.tier.never-kept': (r) => `${at(r)}“${r.params.tier}”的复核永远无法通过`,
  'program.keep.idle': (r) => `${at(r)}没有复核会用到“${r.params.tier}”的保级条件`,
  'program.award.circular': (r) => `${at(r)}奖励“${r.params.award}”会增加触发它自己的指标；无法终止的循环将被拒绝`,
  'program.currency.unearned': (r) => `${at(r)}没有任何规则发放“${r.params.currency}”`,
  'program.currency.unspent': (r) => `${at(r)}“${r.params.currency}”只有发放，没有任何使用或统计`,
  'program.flag.idle': (r) => `${at(r)}没有任何条件用到标记“${r.params.flag}”`,
  'program.earning.inexact-amounts': (r) => `${at(r)}规则“${r.params.rule}”未声明取整方式，产生小数的金额会被拒绝`,
  'program.lifecycle.differs': (r) => `${at(r)}生命周期的 ${r.params.key} 是 ${r.params.lifecycle}，而计划的是 ${r.params.own}`,
  'program.stage.needs-history': (r) => `事件 ${r.params.fact} 对生命周期来说太迟，阶段未计入它`,
  'program.measure.shifted': (r) =>
    `${at(r)}“${r.params.measure}”使用了移位的统计周期，计划不保存这种周期；请在使用处写明取上一个已结束的周期`,
  'program.streak.window': (r) => `${at(r)}“${r.params.measure}”统计连续的周期，须使用不移位的 \`fixed\` 或 \`anchored\` 周期`,
  'program.streak.least': (r) => `${at(r)}只有连续统计才有 \`least\`，“${r.params.measure}”不是连续统计`,
  'program.measure.no-members': (r) => `${at(r)}“${r.params.measure}”按成员分别统计，但账户没有 \`members\``,
  'program.measure.own-tier': (r) =>
    `${at(r)}等级属于整个账户，不能以各成员自己的“${r.params.measure}”为准；请改用最少（least）或最多（most）`,
  'program.name.unknown': (r) => `${at(r)}没有名为“${r.params.name}”的${KINDS[String(r.params.kind)] ?? '项'}`,
  'program.name.twice': (r) => `${at(r)}名称“${r.params.name}”重复`,
  'program.name.reserved': (r) => `${at(r)}“${r.params.name}”是引擎说明等级来由的专用词，请给规则换一个 id`,
  'program.end.while-inside': (r) => `${at(r)}带有自己截止日的 while 不能放在截止日列表中，也不能放在另一个 while 之内`,
  'program.end.while': (r) => `${at(r)}只有等级可以“在条件成立期间”（while）有效，这里需要写明自己的截止日`,
  'program.bound.not-a-number': (r) => `${at(r)}与数字比较的“${r.params.bound}”不是数字，请写成 1000.50 这样的形式`,
  'program.figure.too-small': (r) => `${at(r)}${r.params.figure} 须${r.params.strict === true ? '大于 0' : '不小于 0'}`,
  'program.base.conditions': (r) => `${at(r)}基础等级“${r.params.tier}”人人都有，不设条件`,
  'program.value.too-long': (r) => `${at(r)}计算需要 ${r.params.steps} 步，超过上限 ${r.params.limit}`,
  'program.value.circular': (r) => `${at(r)}所依据的正是它自己要决定的等级`,
  'program.figure.too-large': () => '数值过大或小数位过多，无法精确保存',
  'program.conversion.circular': (r) => `${at(r)}兑换“${r.params.rule}”会回到原币种，永无止境`,
  'program.currency.not-redeemable': (r) => `${at(r)}“${r.params.currency}”已声明为不可兑换`,
}

function at(reason: Reason): string {
  return reason.path && reason.path.length > 0 ? `${reason.path.join('.')}：` : ''
}

/** Why a tier was granted; any other word is the id of the rule. */
const GRANTED: Readonly<Record<string, string>> = {
  earned: '达标',
  kept: '保级',
  fallen: '降级后',
  grace: '宽限',
  lifetime: '终身',
  opening: '迁入',
  subscription: '付费',
  base: '基础',
}

/** The class a program gives its refusals, for hosts that act on it. */
function refusal(r: Reason): string {
  return r.params.refusal === undefined ? '' : `（${r.params.refusal}）`
}
