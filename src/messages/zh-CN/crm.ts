import type { Issue, Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

export const crmZhCN: Catalogue = {
  'crm.response.failed': (r) => `${place(r)}接口返回失败（${r.params.problem}），没有记录`,
  'crm.source.empty': (r) => `${place(r)}没有收到任何记录`,
  'crm.source.unused': (r) => `${place(r)}未使用：选项指定了其他来源`,
  'crm.field.missing': (r) => `${place(r)}没有任何记录含有字段“${r.params.field}”，是否已改名？`,
  'crm.record.not-an-object': (r) => `${place(r)}不是记录（已跳过）`,
  'crm.record.not-counted': (r) =>
    `${place(r)}${r.params.id === undefined || r.params.id === null ? '该记录' : `${r.params.id} `}不计入：“${r.params.field}”为${r.params.value === null ? '空' : `“${r.params.value}”`}`,
  'crm.record.repeated': (r) => `${place(r)}${r.params.id} 在第 ${r.params.otherRow} 行再次出现，只计最新的一份`,
  'crm.id.missing': (r) => `${place(r)}“${r.params.field}”中没有编号（已跳过）`,
  'crm.id.unsafe': (r) => `${place(r)}“${r.params.field}”中的编号是数值，末位已丢失；请按文本读取编号（已跳过）`,
  'crm.rate.unreadable': (r) => `${place(r)}“${r.params.field}”不是 ${r.params.currency} 的汇率，金额仍按 ${r.params.currency} 计`,
  'crm.amount.unreadable': (r) => `${place(r)}${r.params.id ?? '无编号记录'} 的“${r.params.field}”不是该来源写法的金额（已跳过）`,
  'crm.refund.of-uncounted': (r) => `${place(r)}退款所属的 ${r.params.order} 不计入（已跳过）`,
  'crm.refund.not-counted': (r) => `${place(r)}${r.params.order} 的退款尚无款项退回（已跳过）`,
  'crm.refund.no-sale': (r) => `${place(r)}退款 ${r.params.id} 所属的 ${r.params.order} 不在销售记录中`,
  'crm.refund.undated': (r) => `${place(r)}${r.params.order} 的退款没有日期，按销售当日计`,
  'crm.refund.amount-unknown': (r) => `${place(r)}${r.params.order} 有退款，金额未注明（未扣减）`,
  'crm.write.customer-missing': (r) => `${place(r)}“${r.params.column}”中没有客户编号（未写入）`,
  'crm.write.repeated': (r) => `${place(r)}客户 ${r.params.customerId} 出现两次（写入第一行）`,
  'crm.write.not-scalar': (r) => `${place(r)}“${r.params.column}”是列表或对象，“${r.params.field}”只能存一个值（未写入）`,
  'crm.write.not-number': (r) => `${place(r)}“${r.params.column}”不是“${r.params.field}”所需的数字（未写入）`,
  'crm.write.not-flag': (r) => `${place(r)}“${r.params.column}”不是“${r.params.field}”所需的是否值（未写入）`,
  'crm.write.not-instant': (r) => `${place(r)}“${r.params.column}”不是“${r.params.field}”所需的时间（未写入）`,
  'crm.write.not-day': (r) => `${place(r)}“${r.params.column}”不是“${r.params.field}”所需的日期（未写入）`,
  'crm.write.option-unknown': (r) => `${place(r)}“${r.params.field}”没有与“${r.params.column}”的值对应的选项（未写入）`,
  'crm.write.too-long': (r) => `${place(r)}“${r.params.column}”超出“${r.params.field}”的长度（未写入）`,
  'crm.write.field-refused': (r) => `${place(r)}接口不接受字段名“${r.params.field}”，“${r.params.column}”未写入`,
  'crm.write.guest': (r) => `${place(r)}${r.params.customerId} 是游客，没有可写入的记录`,
}

function place(reason: Reason): string {
  const { source, row } = reason as Issue
  const name = source === 'write' ? '回写' : source
  if (name === undefined) return ''
  return row === undefined ? `${name}：` : `${name}${/\w$/.test(name) ? ' ' : ''}第 ${row} 行：`
}
