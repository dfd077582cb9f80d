import type { Reason } from '../../core/reason.js'
import type { Catalogue } from '../catalogue.js'

export const definitionZhCN: Catalogue = {
  'definition.size.too-large': (r) => `${at(r)}过大：超过 ${r.params.limit} 个值`,
  'definition.depth.too-deep': (r) => `${at(r)}嵌套超过 ${r.params.limit} 层`,
  'definition.text.too-long': (r) => `${at(r)}文本超过 ${r.params.limit} 个字符`,
  'definition.text.ill-formed': (r) => `${at(r)}文本含有不完整的字符（单独的代理项）`,
  'definition.number.not-finite': (r) => `${at(r)}不是有限的数字`,
  'definition.value.not-json': (r) => `${at(r)}不是 JSON 值（${r.params.type}）`,
  'definition.value.cyclic': (r) => `${at(r)}引用了自身`,
  'definition.key.forbidden': (r) => `${at(r)}不允许使用键“${r.params.key}”`,
  'definition.key.missing': (r) => `${at(r)}缺少必填项`,
  'definition.key.unknown': (r) => `${at(r)}未知的键“${r.params.key}”`,
  'definition.value.type': (r) => `${at(r)}应为 ${r.params.expected}`,
  'definition.value.choice': (r) => `${at(r)}应为以下之一：${r.params.choices}`,
  'definition.value.too-small': (r) => `${at(r)}不得小于 ${r.params.minimum}`,
  'definition.value.too-big': (r) => `${at(r)}不得大于 ${r.params.maximum}`,
  'definition.value.no-variant': (r) => `${at(r)}不符合任何允许的形式`,
  'definition.value.invalid': (r) => `${at(r)}应为 ${r.params.expected}`,
}

function at(reason: Reason): string {
  return reason.path && reason.path.length > 0 ? `${reason.path.join('.')}：` : ''
}
