/** 命令行的中文。 */
import { zhCN as catalogue } from 'tierwise/messages/zh-CN'
import { aheadZhCN } from './ahead-zh-CN.mjs'
import { reportZhCN } from './report-zh-CN.mjs'

const BINARIES = {
  zip: '工作簿或压缩包（.xlsx？）',
  xls: 'Excel 工作簿（.xls）',
  pdf: 'PDF',
  gzip: 'gzip 压缩包',
  parquet: 'Parquet 文件',
  binary: '二进制文件',
}

/** Reasons of this command's own: signs of leaving beside silence (ahead/warnings.mjs), and what ahead/value.mjs cannot tell. */
const OWN = {
  'value.no-amounts': () => '没有一笔订单的金额大于 0',
  'sign.silentDays': ({ params }) => `投诉或低分之后已有 ${params.actual} 天没有下单`,
  'sign.surprise': () => '近半年的购买明显少于此前半年',
}

const KINDS = {
  order: '订单',
  refund: '退款',
  interaction: '互动',
  feedback: '反馈',
  answer: '问卷',
  enroll: '入会',
  customer: '客户',
  link: '身份关联',
}

export const zhCN = {
  lang: 'zh-CN',
  locale: 'zh-CN',
  catalogue: { ...catalogue, ...OWN },
  ahead: aheadZhCN,
  /** 使一个原因成句。 */
  sentence: (text) => `${text}。`,
  report: reportZhCN,
  list: (items) => items.join('、'),
  listAnd: (items, more) => `${items} 等，另有 ${more} 项`,

  problems: {
    'file.missing': ({ path }) => `找不到文件“${path}”。`,
    'file.directory': ({ path }) => `“${path}”是文件夹，请指定其中的 CSV 文件。`,
    'file.special': ({ path }) => `“${path}”不是普通文件。`,
    'file.forbidden': ({ path }) => `当前用户无权读取“${path}”。`,
    'file.unreadable': ({ path, system }) => `无法读取“${path}”（${system}）。`,
    'file.empty': ({ path }) => `“${path}”是空文件。`,
    'file.no-records': ({ path, headings }) => `“${path}”只有表头（${headings}），没有数据行。`,
    'file.wide': ({ path, columns, most }) => `“${path}”有 ${columns} 列，超过电子表格的 ${most} 列：是否每行一单？`,
    'file.no-objects': ({ path }) => `“${path}”像是 JSON，但读不出任何记录。`,
    'file.binary': ({ path, kind }) => `“${path}”是${BINARIES[kind]}，不是 CSV，请先导出为 CSV。`,
    'recognize.nothing': ({ path, headings }) =>
      `“${path}”：在表头（${headings}）下找不到客户、日期和金额。请指明：--map customer=…,at=…,amount=…`,
    'recognize.same-file': ({ path }) => `“${path}”重复出现。`,
    'recognize.no-orders': ({ kinds }) => `这些文件里没有订单，只有${kinds}。请加上订单文件：客户、日期、金额。`,
    'map.form': ({ text }) => `--map ${text}：请写成 字段=表头，例如 --map customer=客户编号,amount=金额`,
    'map.field': ({ field, fields }) => `--map：没有字段“${field}”。可用字段：${fields}。`,
    'map.kind': ({ kind, kinds }) => `--map：没有文件类别“${kind}”。可用类别：${kinds}。`,
    'map.heading': ({ heading, headings }) => `--map：没有文件含表头“${heading}”。现有表头：${headings}。`,
    'map.unused': ({ heading, field, path, part }) =>
      `--map：“${path}”被当作${KINDS[part]}，其中“${heading}”不能作 ${field}。请连同类别一起指明：--map 类别.${field}=${heading}`,
    'map.values': ({ heading, field }) => `--map：“${heading}”下的内容都不像 ${field}。`,
    'option.unknown': ({ text }) => `${text} 参见 --help。`,
    'option.as-of': ({ text }) => `--as-of ${text}：请写日期，如 2026-03-01，或时刻，如 2026-03-01T00:00:00+08:00。`,
    'option.zone': ({ text }) => `--zone ${text} 不是时区，请写如 Asia/Shanghai、Europe/Berlin 或 +08:00。`,
    'option.currency': ({ text }) => `--currency ${text} 不是 ISO 4217 代码，请写如 CNY、EUR、USD。`,
    'option.method': ({ text, methods }) => `--method ${text}：可选的方法有 ${methods}。`,
    'option.price': ({ option, text }) =>
      `--${option} ${text}：例如 --${option} ${option === 'cost' ? 'gold=120,silver=30' : 'stars=0.01'}`,
    'rules.missing': ({ path, system }) => `无法读取“${path}”（${system}）。`,
    'rules.json': ({ path, text }) => `“${path}”不是 JSON：${text}`,
    'rules.kind': ({ path, kinds }) => `“${path}”不是规则："kind" 须为 ${kinds} 之一。`,
    'rules.kinds': ({ before, after }) => `${before} 与 ${after} 无法比较。`,
    'rules.invalid': ({ path, issues }) =>
      `“${path}”不能使用，共 ${issues.length} 处错误：\n${issues.map((issue) => `  · ${issue}`).join('\n')}`,
    'rules.currency': ({ id, rules, files }) => `规则“${id}”的币种为 ${rules}，文件为 ${files}。`,
    'rules.measure': ({ names, known }) => `等级表用到 ${names}，而文件给不出。可用的有：${known}。`,
    'option.rules': ({ missing }) => `--before 与 --after 比较两套规则，缺少 ${missing}。`,
    'option.lang': ({ text }) => `--lang ${text}：可用语言为 en 和 zh-CN。`,
    'facts.none': ({ rows }) => `${rows} 行都不能使用，原因见上面的数据质量。`,
    'facts.none-before': ({ asOf, first }) => `${asOf} 及以前没有订单，第一笔在 ${first}。`,
    'out.unwritable': ({ path, system }) => `无法写入“${path}”（${system}）。`,
    'memory.out': () => '内存放不下这些行，请试 NODE_OPTIONS=--max-old-space-size=8192。',
  },

  help: `npm start -- [文件.csv …] [选项]

读取订单（以及退款、互动、反馈、问卷、客户、入会）的 CSV 文件，
为每位客户评分、分层，写出 customer-tiers.csv 和 report.html。
不给文件时，模拟一家店铺并读取它的数据。

  --as-of 日期     报告日期；默认：文件中的最后日期
  --zone 时区      未注明时差的时间和“日”所用的时区；默认：文件自带的时差，否则 UTC
  --currency 代码  ISO 4217；默认：文件注明的币种，否则 XXX
  --map 字段=表头  猜错时指明哪一列是什么，多个用逗号隔开
                   字段：customer at amount id category product quantity … 或 类别.字段：refund.at=…
  --method 方法    分层依据：score（默认）、rfm 或 cluster
  --before 文件    现行规则，
  --after 文件     新规则，均为 JSON：谁会升降、受益或受损，写入 impact.html
  --cost 层级=数   每位客户每年的权益成本：gold=120,silver=30
  --worth 积分=数  每一积分折合多少：stars=0.01
  --lang 语言      en 或 zh-CN
  --out 文件夹     写到哪里；默认：out
  --help           本说明`,

  titles: {
    files: '读取的文件',
    assumed: '所作的假定',
    quality: '数据质量',
    segments: '客户细分（RFM）',
    tiers: '客户分层',
    top: '客户分层管理表（前列）',
    written: '已写出',
  },

  kinds: KINDS,

  fields: {
    customer: '客户',
    at: '时间',
    amount: '金额',
    id: '编号',
    order: '订单',
    refersTo: '订单',
    quantity: '数量',
    product: '商品',
    category: '品类',
    cost: '成本',
    currency: '币种',
    channel: '渠道',
    payment: '支付方式',
    discount: '优惠',
    line: '行号',
    type: '类型',
    survey: '问卷',
    score: '得分',
    topic: '主题',
    complaint: '是否投诉',
    answered: '答复',
    solved: '解决',
    alias: '别名',
    from: '起',
    until: '止',
    name: '姓名',
    region: '地区',
    birthYear: '出生年份',
    age: '年龄',
    ageBand: '年龄段',
    gender: '性别',
    incomeBand: '收入段',
    interests: '兴趣',
    acquisitionChannel: '获客渠道',
    joinedOn: '注册日期',
  },

  delimiters: { ',': '逗号', ';': '分号', '\t': '制表符', '|': '竖线', ' ': '空格', json: 'JSON' },
  unused: (headings) => `未使用：${headings}`,
  noHeadings: '没有表头，各列按序号命名',
  guessed: (field) => `${field}？`,
  guessNote: '？表示按内容判断，表头没有说明',
  progress: (name, percent, mb) => `正在读取 ${name}：${mb} MB 的 ${percent} %`,
  steps: {
    tiers: '分层',
    stages: '生命周期',
    warnings: '流失预警',
    compare: '比较模型',
    value: '预期价值',
    actions: '下一步行动',
    impact: '推演规则',
  },
  doing: (what, percent) => `${what}${percent > 0 ? `：${percent} %` : ' …'}`,
  working: (rows) => `正在计算 ${rows} 行……`,

  assumptions: {
    sample: ({ customers, seed, dir }) => `没有给文件：模拟了一家有 ${customers} 位客户的店铺（种子 ${seed}），写在 ${dir}`,
    asOf: ({ date }) => `报告日期为 ${date}，即文件中的最后日期（--as-of）`,
    asOfGiven: ({ date }) => `报告日期按要求为 ${date}`,
    lonely: ({ count, date }) => `有 ${count} 行的日期远在其余之后（直到 ${date}），不当作最后日期`,
    zoneUtc: () => '文件没有注明时区：时间和日期按 UTC（--zone）',
    zoneOffsetUtc: () => '所有时间都是 UTC：日期按它计（--zone）',
    zoneMany: () => '时间带有多种时差：日期按 UTC 计（--zone）',
    zoneOffset: ({ zone }) => `所有时间的时差都是 ${zone}：日期按它计（--zone）`,
    zoneGiven: ({ zone }) => `未注明时差的时间和日期按要求用 ${zone}`,
    currencyNone: () => '文件没有注明币种：金额记为 XXX（无币种），两位小数（--currency）',
    currencyFound: ({ currency }) => `金额的币种为文件注明的 ${currency}（--currency）`,
    currencyGiven: ({ currency }) => `金额的币种按要求为 ${currency}`,
    noOrderIds: () => '订单没有编号：每行各是一笔订单',
    lines: ({ heading }) => `“${heading}”相同的各行是同一订单的明细，金额相加`,
    totalRepeats: ({ heading }) => `同一订单各行的“${heading}”都相同：它是订单总额，只计一次`,
    multiplied: ({ price, quantity }) => `金额为“${price}”ד${quantity}”`,
    negative: ({ heading }) => `“${heading}”为负表示退款`,
    cancelled: ({ heading, words, rows }) => `“${heading}”为${words}的订单不算购买（略过 ${rows} 行）`,
    kept: ({ heading, words }) => `“${heading}”为${words}的订单计为购买`,
    mixedDates: ({ heading }) => `“${heading}”中有的行日在前，有的行月在前：两种读法都说得通的行不予采用`,
    dayFirst: ({ heading, format }) => `“${heading}”的日期有两种读法，按 ${format} 读取`,
    dateFormat: ({ heading, format }) => `“${heading}”的日期格式为 ${format}`,
    decimalComma: () => '金额中的逗号是小数点',
    minor: ({ heading }) => `“${heading}”以分为单位`,
    inlineRefunds: ({ heading }) => `“${heading}”大于零即为该订单的退款`,
    typesLeftOut: ({ heading, words }) => `“${heading}”为${words}的行没有金额，不读取`,
    types: ({ heading, kind, words }) => `“${heading}”为${words}的行是${KINDS[kind]}`,
  },

  quality: {
    row: (file, row, text) => `${file} 第 ${row} 行：${text}`,
    inFile: (file, text) => `${file}：${text}`,
    counts: ({ kind, rows, used, skipped }) => `${kind}：${rows} 行，使用 ${used} 行，跳过 ${skipped} 行`,
    cells: '单元格多于表头（已跳过）',
    type: '少见的事件类型，无处安放（已跳过）',
    totals: '合计行（已跳过）',
    placeholder: '占位日期，并无实际日期（已跳过）',
    quote: '引号没有闭合（已跳过）',
    object: '不是 JSON 对象（已跳过）',
    counted: (count, outcome, text) => `${count} 次${outcome}：${text}`,
    fine: '没有发现问题',
    outcome: { error: '未使用', warning: '存疑', info: '提示' },
    time: ({ rows, seconds }) => `${rows} 行，用时 ${seconds} 秒`,
  },

  segment: {
    segment: '细分',
    customers: '客户数',
    share: '占比',
    orders: '订单数',
    revenue: '收入',
    revenueShare: '占比',
    averageOrder: '每单金额',
  },
  tier: { customers: '客户数', share: '占比', revenue: '收入', revenueShare: '占比', median: '中位数' },
  unsegmented: '（尚无订单）',
}
