import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'
import { problemZhCN } from './problem.js'

/** 生命周期：阶段变化、事件的处理结果，以及定义中的错误。 */
export const lifecycleZhCN: Catalogue = {
  'lifecycle.stage.moved': (r) => `${r.params.on}：${r.params.from} → ${r.params.to}（${cause(r)}）`,
  'lifecycle.stage.undone': (r) => `${r.params.on}：${r.params.from} → ${r.params.to}（${cause(r)}）实际并未发生`,
  'lifecycle.event.applied': () => '事件已处理',
  'lifecycle.event.late': (r) => `事件 ${r.params.fact} 迟到，已放回应在的位置`,
  'lifecycle.event.duplicate': (r) => `事件 ${r.params.fact} 已处理过`,
  'lifecycle.event.conflict': (r) => `事件 ${r.params.fact} 与已有同号事件内容不同，未作任何更改`,
  'lifecycle.event.invalid': (r) => `${r.params.fact ? `事件 ${r.params.fact} ` : '无 id 的事件'}未被接受：${problemZhCN(r)}`,
  'lifecycle.event.unknown': (r) => `生命周期中没有规则处理“${r.params.type}”类事件`,
  'lifecycle.event.refused': () => '事件被拒绝',
  'lifecycle.event.needs-history': (r) => `事件 ${r.params.fact}（${r.params.at}）早于允许的迟到期限，需要重放历史`,
  'lifecycle.as-of.earlier': (r) => `查询时间 ${r.params.asked} 早于状态时间 ${r.params.asOf}`,
  'lifecycle.state.other-definition': (r) =>
    `该状态（阶段 ${r.params.stage}）由 ${r.params.stateId} ${r.params.stateHash} 生成，而非 ${r.params.id} ${r.params.hash}；请按新定义重放历史`,
  'lifecycle.state.unknown-stage': (r) =>
    `所存状态（阶段“${r.params.stage}”）不是该生命周期的完整状态：阶段不存在，或缺少部分内容；请重放历史`,
  'lifecycle.zone.unknown': (r) => `${at(r)}未知时区“${r.params.timeZone}”`,
  'lifecycle.currency.unknown': (r) => `${at(r)}未知币种“${r.params.currency}”`,
  'lifecycle.stage.unknown': (r) => `${at(r)}没有阶段“${r.params.stage}”`,
  'lifecycle.stage.duplicate': (r) => `${at(r)}阶段“${r.params.stage}”重复`,
  'lifecycle.stage.final-with-exit': (r) => `${at(r)}终止阶段“${r.params.stage}”不应有出口`,
  'lifecycle.anchor.unknown': (r) => `${at(r)}窗口不能从“${r.params.anchor}”起算，只能从 enrollment 或 stage 起算`,
  'lifecycle.measure.unknown': (r) => `${at(r)}没有指标“${r.params.measure}”`,
  'lifecycle.measure.no-window': (r) => `${at(r)}按日历单位求均值的指标“${r.params.measure}”需要窗口`,
  'lifecycle.streak.window': (r) => `${at(r)}连续统计“${r.params.measure}”须使用不移位的 \`fixed\` 或 \`anchored\` 窗口`,
  'lifecycle.streak.least': (r) => `${at(r)}\`least\` 只用于连续统计，“${r.params.measure}”不是`,
  'lifecycle.measure.no-divisor': (r) => `${at(r)}比率指标“${r.params.measure}”缺少 \`by\``,
  'lifecycle.flag.unknown': (r) => `${at(r)}此处没有标记“${r.params.flag}”`,
  'lifecycle.flag.undecided': (r) => `${at(r)}同一事件既设置又清除标记“${r.params.flag}”`,
  'lifecycle.rhythm.undeclared': (r) => `${at(r)}定义中没有声明购买节奏`,
  'lifecycle.rhythm.not-positive': (r) => `${at(r)}节奏倍数须大于 0，而不是 ${r.params.rhythm}`,
  'lifecycle.date.unreal': (r) => `${at(r)}${r.params.date} 不是有效日期`,
  'lifecycle.word.unavailable': (r) => `${at(r)}生命周期在此处无法使用“${r.params.word}”`,
  'lifecycle.timer.no-event': (r) => `${at(r)}时间到期没有事件，计时规则的条件不能读取“${r.params.field}”`,
  'lifecycle.timer.blocked': (r) => `${r.params.on}：时间规则会原地循环，未执行 ${r.params.from} → ${r.params.to}`,
  'lifecycle.stage.unreachable': (r) => `${at(r)}没有任何路径到达“${r.params.stage}”`,
  'lifecycle.stage.trap': (r) => `${at(r)}“${r.params.stage}”没有出口，且未声明为终止阶段（${r.params.route}）`,
  'lifecycle.stage.no-way-back': (r) => `${at(r)}流失到“${r.params.stage}”的客户无法再回来（${r.params.route}）`,
  'lifecycle.stage.never-entered': (r) => `${at(r)}样本中的 ${r.params.customers} 位客户无人进入过“${r.params.stage}”`,
  'lifecycle.transition.ambiguous': (r) =>
    `${at(r)}“${r.params.stage}”中的“${r.params.event}”可能到“${r.params.first}”或“${r.params.second}”，优先级相同，按先写者执行（${r.params.route}）`,
  'lifecycle.transition.never': (r) => `${at(r)}从“${r.params.stage}”到“${r.params.to}”的这条路径永远不会被采用`,
  'lifecycle.timer.never': (r) => `${at(r)}“${r.params.stage}”中的计时规则“${r.params.trigger}”永远不会触发（${r.params.route}）`,
  'lifecycle.timer.endless': (r) => `${at(r)}时间未流逝却形成循环：${r.params.cycle}`,
  'lifecycle.timer.shorter-than-refresh': (r) => `${at(r)}“${r.params.stage}”中的计时规则“${r.params.trigger}”可能在数据到达之前触发`,
  'lifecycle.lint.too-large': (r) => `转换共 ${r.params.transitions} 条，超出可检查的上限 ${r.params.limit}`,
  'lifecycle.gaps.too-few': (r) => `已结束的购买间隔只有 ${r.params.ended} 个，至少需要 ${r.params.required} 个`,
  'lifecycle.gaps.few-rhythms': (r) =>
    `可比较个人节奏的间隔只有 ${r.params.rhythmic} 个（需要 ${r.params.required} 个），倍数改按平均间隔计算`,
}

function cause(r: Reason): string {
  return r.params.trigger === 'event' ? `事件 ${r.params.cause}` : '时间到期'
}

function at(r: Reason): string {
  return r.path && r.path.length > 0 ? `${r.path.join('.')}：` : ''
}
