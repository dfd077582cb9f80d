/** What the command itself says; sentences about records come from `tierwise/messages`. */
const words = {
  en: {
    vendor: (name) => `There is no CRM “${name}” here: zoho or fxiaoke.`,
    read: (facts, customers, asOf) => `${count(facts, 'fact')} of ${count(customers, 'customer')}, as of ${asOf}`,
    more: (count) => `… and ${count} more`,
    plan: (changed, unchanged, requests) =>
      `${count(changed, 'customer changes', 'customers change')}, ${count(unchanged, 'is as it should be', 'are as they should be')}: ${count(requests, 'request')}`,
    moreChanges: (left) => `… and ${count(left, 'more customer')}, each in changes.csv`,
    dry: 'Dry run: nothing was written.',
    nothing: 'Nothing to write.',
    written: (out) => `Written: ${out}/requests, changes.csv`,
  },
  'zh-CN': {
    vendor: (name) => `没有名为“${name}”的 CRM，可用：zoho、fxiaoke。`,
    read: (facts, customers, asOf) => `截至 ${asOf}：${customers} 位客户，${facts} 条事实`,
    more: (count) => `……另有 ${count} 条`,
    plan: (changed, unchanged, requests) => `${changed} 位客户有变化，${unchanged} 位无需更新，共 ${requests} 个请求`,
    moreChanges: (left) => `……另有 ${left} 位客户，均见 changes.csv`,
    dry: '试运行：没有写入任何内容。',
    nothing: '没有需要写入的内容。',
    written: (out) => `已写入：${out}/requests、changes.csv`,
  },
}

function count(n, one, many = `${one}s`) {
  return `${n} ${n === 1 ? one : many}`
}

module.exports = { words }
