import type { Issue, Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

export const factsZhCN: Catalogue = {
  'facts.row.not-an-object': (r) => `${row(r)}不是一条记录（已跳过）`,
  'facts.row.unclaimed': (r) => `${row(r)}没有任何映射条目选中此行（已跳过）`,
  'facts.column.missing': (r) => `${row(r)}没有“${r.params.column}”列，该来源的所有行都无法使用`,
  'facts.customer.missing': (r) => `${row(r)}“${r.params.column}”中没有客户编号（已跳过）`,
  'facts.customer.unreadable': (r) => `${row(r)}“${r.params.column}”中的客户编号不是文本或数字（已跳过）`,
  'facts.customer.conflict': (r) => `${row(r)}另一行对该客户的“${r.params.attribute}”给出了不同的值（留空）`,
  'facts.id.missing': (r) => `${row(r)}“${r.params.column}”中没有编号（已跳过）`,
  'facts.id.unreadable': (r) => `${row(r)}“${r.params.column}”中的编号不是文本或数字（已跳过）`,
  'facts.id.rounded': (r) => `${row(r)}“${r.params.column}”中的编号已被表格软件取整，无法辨认；请以文本格式导出（已跳过）`,
  'facts.id.absent': (r) => `${row(r)}没有编号列：每行单独计数，无法识别重复行`,
  'facts.id.duplicate': (r) => `${row(r)}与第 ${r.params.firstRow} 行相同（只计一次）`,
  'facts.id.conflict': (r) => `${row(r)}与第 ${r.params.otherRow} 行编号相同但内容不同（两行都不计）`,
  'facts.at.missing': (r) => `${row(r)}“${r.params.column}”中没有日期（已跳过）`,
  'facts.at.unreadable': (r) => `${row(r)}“${r.params.column}”不是日期（已跳过）`,
  'facts.at.ambiguous': (r) => `${row(r)}“${r.params.column}”中的日期有两种读法，请说明格式（已跳过）`,
  'facts.at.after-as-of': (r) => `${row(r)}晚于报告日期（暂不计入）`,
  'facts.amount.missing': (r) => `${row(r)}“${r.params.column}”中没有金额（已跳过）`,
  'facts.amount.unreadable': (r) => `${row(r)}“${r.params.column}”不是金额（已跳过）`,
  'facts.amount.not-finite': (r) => `${row(r)}“${r.params.column}”中的金额不是有限的数字（已跳过）`,
  'facts.amount.negative': (r) => `${row(r)}“${r.params.column}”中的金额为负（已跳过）`,
  'facts.amount.too-precise': (r) => `${row(r)}“${r.params.column}”中金额的小数位多于其货币（已跳过）`,
  'facts.amount.rounded': (r) => `${row(r)}“${r.params.column}”中的金额已按声明四舍五入到其货币`,
  'facts.amount.unsafe': (r) => `${row(r)}“${r.params.column}”中的金额过大，无法精确表示（已跳过）`,
  'facts.currency.mismatch': (r) => `${row(r)}“${r.params.column}”中的货币符号与 ${r.params.currency} 不符（已跳过）`,
  'facts.refund.currency-assumed': (r) => `${row(r)}退款未注明币种，而订单有多种：退款按 ${r.params.currency} 计`,
  'facts.currency.unknown': (r) => `${row(r)}“${r.params.column}”的货币不在 ISO 4217 中（已跳过）`,
  'facts.rate.missing': (r) => `${row(r)}当日没有 ${r.params.currency} 的汇率（已跳过）`,
  'facts.type.missing': (r) => `${row(r)}“${r.params.column}”中没有类型（已跳过）`,
  'facts.refund.order-missing': (r) => `${row(r)}“${r.params.column}”中没有退款对应的订单号（已跳过）`,
  'facts.refund.no-order': (r) => `${row(r)}找不到该退款的订单（不扣减）`,
  'facts.refund.above-order': (r) => `${row(r)}退款超过订单剩余金额（不扣减）`,
  'facts.refund.before-order': (r) => `${row(r)}退款日期早于订单`,
  'facts.line.quantity': (r) => `${row(r)}“${r.params.column}”中的数量不是数字（已跳过）`,
  'facts.line.unreadable': (r) => `${row(r)}“${r.params.column}”中的明细不是列表（已跳过）`,
  'facts.line.duplicate': (r) => `${row(r)}与第 ${r.params.firstRow} 行的订单明细相同（只计一次）`,
  'facts.line.amount.unreadable': (r) => `${row(r)}明细“${r.params.column}”不是金额（已跳过）`,
  'facts.line.amount.not-finite': (r) => `${row(r)}明细“${r.params.column}”的金额不是有限的数字（已跳过）`,
  'facts.line.amount.too-precise': (r) => `${row(r)}明细“${r.params.column}”的金额小数位多于其货币（已跳过）`,
  'facts.line.amount.rounded': (r) => `${row(r)}明细“${r.params.column}”的金额已按声明四舍五入到其货币`,
  'facts.line.amount.unsafe': (r) => `${row(r)}明细“${r.params.column}”的金额过大，无法精确表示（已跳过）`,
  'facts.attribute.unreadable': (r) => `${row(r)}“${r.params.column}”不是${KINDS[String(r.params.expected)] ?? r.params.expected}（留空）`,
  'facts.answer.survey': (r) => `${row(r)}“${r.params.column}”中没有问卷类型（已跳过）`,
  'facts.answer.score': (r) => `${row(r)}“${r.params.column}”中的分数不是数字（已跳过）`,
  'facts.link.id-missing': (r) => `${row(r)}关联缺少两个编号之一（已跳过）`,
  'facts.link.at-unreadable': (r) => `${row(r)}关联的日期无法识别（已跳过）`,
  'facts.link.empty': (r) => `${row(r)}关联的结束早于开始（已跳过）`,
  'facts.link.cycle': (r) => `${row(r)}关联绕回自身（已跳过）`,
  'facts.link.overlap': (r) => `${row(r)}同一时间该编号关联到两个客户（已跳过）`,
  'facts.partial.conflict': (r) => `客户 ${r.params.customerId} 的订单或退款 ${r.params.id} 出现两种内容（都不计）`,
  'facts.partial.open-refund': (r) => `客户 ${r.params.customerId} 的一笔退款在等待订单 ${r.params.order}（暂不扣减）`,
}

const SOURCES: Readonly<Record<string, string>> = {
  order: '订单',
  refund: '退款',
  interaction: '互动',
  feedback: '反馈',
  answer: '问卷',
  enroll: '入会',
  event: '事件',
  customer: '客户',
  link: '关联',
}

const KINDS: Readonly<Record<string, string>> = {
  number: '数字',
  flag: '是否值',
  date: '日期',
  instant: '时间',
  amount: '金额',
  category: '类别',
  set: '集合',
}

function row(reason: Reason): string {
  const { source, row: number } = reason as Issue
  const place = source === undefined ? '' : (SOURCES[source] ?? source)
  const id = reason.params.id === undefined ? '' : `（${reason.params.id}）`
  return number === undefined ? `${place}：` : `${place}第 ${number} 行${id}：`
}
