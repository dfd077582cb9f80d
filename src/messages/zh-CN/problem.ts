import type { Reason } from '../../core/reason.js'

/** 事件或积分变动的某个字段有什么问题，应当怎样写。 */
export function problemZhCN({ params }: Reason): string {
  const { problem, given } = params
  const field = params.field === '' ? '整个事件' : String(params.field)
  const is = given === undefined ? `${field} 无法读取` : `${field} 为“${given}”`
  switch (problem) {
    case 'missing':
      return MISSING[field] ?? `缺少 ${field}`
    case 'date-object':
      return `${field} 是 Date 对象，请写 ${field}.toISOString() 或毫秒时间戳`
    case 'no-offset':
      return `${is}，未指明时区，无法确定时刻；请加上时差，如 2026-03-01T12:00:00+08:00，或写毫秒时间戳`
    case 'seconds':
      return `${is}，按毫秒计在 1970 至 1973 年间，疑为秒：请写毫秒时间戳（秒数 × 1000）；确为当年日期时请写 ISO 时间`
    case 'unreadable':
      if (field === 'at') return `${is}；请写带时差的 ISO 时间，如 2026-03-01T12:00:00Z，或毫秒时间戳`
      return field === 'amount' ? 'amount 不是金额，请写十进制文本，如 "12.50"' : `${field} 无法读取`
    case 'not-text':
      return `${field} 的类型是 ${given}，请写成文本`
    case 'not-list':
      return `${field} 的类型是 ${given}，请写成列表`
    case 'not-object':
    case 'not-an-object':
      return `${field} 不是对象`
    case 'not-whole':
      return `${field} 不是最小货币单位的整数`
    case 'not-finite':
      return `${field} 不是有限的数`
    case 'too-precise':
    case 'too-fine':
      return `${field} 的小数位超过该币种的精度`
    case 'unsafe':
      return `${field} 过大，无法精确保存`
    case 'unknown-currency':
      return '币种不是 ISO 4217 代码'
    case 'currency-mismatch':
      return `金额的币种（${given ?? field}）与计划的币种不同，也没有规则说明如何折算`
    case 'disagrees':
      return `amount 与 amountMinor 不一致（${given}），请只写其一`
    case 'negative':
      return `${field} 小于零；退回应另发一个事件，指明所退订单，金额写正数`
    case 'not-above-zero':
      return `${field} 必须大于零`
    case 'unknown':
      return given === undefined ? `${field} 在此处未定义` : `${field}“${given}”在此处未定义`
    default:
      return `${field} 不是纯 JSON 数据（${problem}）`
  }
}

const MISSING: Readonly<Record<string, string>> = {
  id: '缺少 id；请为每个事件给出各自的 id，重复送达时才只计一次',
  at: '缺少 at；请写明发生的时刻，如 2026-03-01T12:00:00Z',
  amount: '缺少 amount，而本计划对此类事件的处理全都依据金额',
}
