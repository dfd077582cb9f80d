import type { Catalogue } from '../catalogue.js'

/** 供宿主数据库执行的语句：依据什么，哪些无法表达。 */
export const sqlZhCN: Catalogue = {
  'sql.zone.used': (r) =>
    `日期按 ${r.params.timeZone} 计算（时区数据库 ${r.params.tzdata}），已写入语句；${r.params.since} 之前的时刻沿用当日的时差`,
  'sql.source.no-id': () => '没有任何表给出编号：同一时刻的记录没有先后，退款也找不到订单',
  'sql.rfm.nested-fit': (r) => `嵌套分箱无法用 SQL 拟合：${r.params.measures} 的切分点为 NULL；请用 fitRfm 拟合后按模型评分`,
  'sql.measure.inexpressible': (r) => `${r.params.measure} 为 NULL：${r.params.word} 无法用 SQL 精确表达`,
  'sql.condition.inexpressible': (r) => `${r.params.column} 为 NULL：${r.params.word} 无法用 SQL 精确表达`,
  'sql.clv.covariates': () => '含协变量的模型无法写成 SQL；其结果为 NULL',
  'sql.clv.horizon': (r) =>
    `成为客户不足 ${Number(r.params.age).toPrecision(3)} 期者的 ${r.params.column} 为 NULL：期限太长，级数会超过 ${r.params.terms} 项`,
  'sql.clv.forever': () => 'SQL 中的折现需要给出期限；其结果为 NULL',
  'sql.word.inexpressible': (r) => `${r.params.word} 无法用 SQL 精确表达`,
  'sql.verb.unknown': (r) => `没有名为 ${r.params.verb} 的函数；已知：${r.params.known}`,
  'sql.name.unusable': (r) => `没有数据库能以“${r.params.name}”为名称（至多 ${r.params.bytesMax} 字节）`,
  'sql.number.not-finite': (r) => `${r.params.got} 不是有限数`,
  'sql.text.zero-byte': () => 'PostgreSQL 的文本不能含零字节',
  'sql.source.missing': (r) => `数据来源缺少 ${r.params.key}`,
  'sql.source.form': (r) => `数据来源的 ${r.params.key} 写作 ${r.params.got}，无法读取`,
  'sql.option.missing': (r) => `该语句需要选项 ${r.params.option}`,
  'sql.history.current': () => '等级历史从基础等级开始，不接受当前等级',
  'sql.figure.unknown': (r) => `没有名为 ${r.params.figure} 的指标；已知：${r.params.known}`,
  'sql.dialect.unknown': (r) => `没有名为 ${r.params.dialect} 的方言；已知：${r.params.known}`,
  'sql.subject.unknown': (r) => `${r.params.kind} 无法写成 SQL`,
}
