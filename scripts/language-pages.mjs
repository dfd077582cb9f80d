/** The reference of the program language: its keywords as the JSON Schema knows them, its examples as the tests run them. */
import { bundled } from './bundled.mjs'
import { describedSchemas } from './schemas.mjs'

const LANGUAGES = {
  en: {
    suffix: '',
    title: 'The program language',
    other: '[中文](program-language.zh-CN.md)',
    intro:
      'Every keyword, what it means, and an example that comes out differently, or is refused, without it. Made by `npm run gallery` from the interfaces and from the examples the tests run; [the schema](schema.md) completes the same keywords in an editor.',
    columns: '| keyword | meaning | example |\n|---|---|---|',
    parts: 'Keywords',
    examples: 'Examples',
    words: 'In words:',
    events: '| when | what happens | with | outcome |\n|---|---|---|---|',
    asOf: 'At the end of',
    refused: 'The definition is refused:',
    after: 'afterwards',
    forPeople: 'for people',
  },
  'zh-CN': {
    suffix: '.zh-CN',
    title: '会员计划的规则语言',
    other: '[English](program-language.md)',
    intro:
      '每个关键字都附有一个例子：去掉该关键字，结果就会不同，或定义被拒绝。本页由 `npm run gallery` 根据接口和测试所运行的例子生成；编辑器可按 [JSON Schema](schema.md) 补全这些关键字。各关键字的逐条释义见英文页。',
    columns: '| 关键字 | 例子 |\n|---|---|',
    parts: '关键字',
    examples: '例子',
    words: '文字说明：',
    events: '| 时间 | 事件 | 字段 | 结果 |\n|---|---|---|---|',
    asOf: '日终',
    refused: '定义被拒绝：',
    after: '之后',
    forPeople: '仅供阅读',
  },
}

/** @returns pages as [path below docs, text] */
export async function languagePages() {
  const tools = await bundled(`
    export { ROWS } from './test/program/keywords/rows.js'
    export { allKeywords, shownBy, WORDS_ONLY } from './test/program/keywords/keywords.js'
    export { configOf, outcomeOf } from './test/program/keywords/row.js'
    export { safeDefineProgram } from './src/program/define.js'
    export { describeProgram } from './src/preview/describe-program.js'
    export { sentences } from './src/messages/sentence.js'
    export { en } from './src/messages/en.js'
    export { zhCN } from './src/messages/zh-CN.js'
  `)
  const { program } = await describedSchemas()
  const meanings = meaningsOf(program)
  const examples = new Map()
  // The example with the fewest other keywords explains one best.
  const shown = tools.ROWS.map((row) => [row, tools.shownBy(row)]).sort((a, b) => a[1].size - b[1].size)
  for (const [row, keywords] of shown) for (const keyword of keywords) if (!examples.has(keyword)) examples.set(keyword, row.id)
  return Object.values(LANGUAGES).map((words) => [
    `program-language${words.suffix}.md`,
    page(words, words.suffix === '' ? tools.en : tools.zhCN, tools, meanings, examples),
  ])
}

function page(words, catalogue, tools, meanings, examples) {
  const parts = new Map()
  for (const keyword of tools.allKeywords()) {
    const part = keyword.slice(0, keyword.indexOf('.'))
    parts.set(part, [...(parts.get(part) ?? []), keyword])
  }
  const tables = [...parts].map(([part, keywords]) => {
    const rows = keywords.map((keyword) => {
      const example = examples.get(keyword)
      const link = example === undefined ? words.forPeople : `[${example}](#${example})`
      const meaning = words.suffix === '' ? ` ${(meanings.get(keyword) ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ')} |` : ''
      return `| \`${keyword.slice(part.length + 1)}\` |${meaning} ${link} |`
    })
    return `### ${part}\n\n${words.columns}\n${rows.join('\n')}\n`
  })
  const sections = tools.ROWS.map((row) => example(row, words, catalogue, tools))
  return `# ${words.title}\n\n*${words.other}* · ${words.intro}\n\n## ${words.parts}\n\n${tables.join('\n')}\n## ${words.examples}\n\n${sections.join('\n')}`
}

function example(row, words, catalogue, { configOf, outcomeOf, safeDefineProgram, describeProgram, sentences }) {
  const config = configOf(row)
  const defined = safeDefineProgram(config)
  const result = outcomeOf(config, row)
  const json = `\`\`\`json\n${pretty(row.rules)}\n\`\`\`\n`
  if (!defined.success) {
    const issues = sentences(defined.error.issues, catalogue).map((line) => `- ${line}`)
    return `### ${row.id}\n\n${json}\n${words.refused}\n\n${[...new Set(issues)].join('\n')}\n`
  }
  // Zone and currency are the same everywhere; what else the definition says is the example.
  const lines = describeProgram(defined.data).flatMap((section) => sentences(section.children ?? [], catalogue))
  const told = lines.slice(1).map((line) => `- ${line}`)
  const events = row.events.map(
    ([at, type, fields], i) =>
      `| ${at} | ${type} | ${fields === undefined ? '' : `\`${JSON.stringify(fields).replaceAll('|', '\\|')}\``} | ${result.outcomes[i]} |`,
  )
  const { outcomes: _, ...seen } = row.expect
  const after = Object.entries(seen).map(([key, value]) => `\`${key}: ${JSON.stringify(value)}\``)
  const day = row.asOf ?? row.events.at(-1)[0].slice(0, 10)
  return [
    `### ${row.id}\n`,
    json,
    ...(told.length > 0 ? [`${words.words}\n`, `${told.join('\n')}\n`] : []),
    `${words.events}\n${events.join('\n')}\n`,
    ...(after.length > 0 ? [`${words.asOf} ${day}: ${after.join(' · ')}\n`] : []),
  ].join('\n')
}

/** Keyword → what its interface says of it. */
function meaningsOf(schema) {
  const meanings = new Map()
  const walk = (node, at) => {
    for (const [key, property] of Object.entries(node.properties ?? {})) {
      const keyword = `${at}.${key}`
      const text = property.description ?? node.description
      if (text !== undefined && !meanings.has(keyword)) meanings.set(keyword, text)
      walk(property, keyword)
    }
    for (const inner of [
      node.items,
      typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined,
      ...(node.prefixItems ?? []),
      ...(node.anyOf ?? []),
    ])
      if (inner !== undefined) walk(inner, at)
  }
  walk({ ...schema, description: undefined }, 'Program')
  for (const [name, part] of Object.entries(schema.$defs)) walk({ ...part, description: undefined }, name)
  return meanings
}

/** JSON with short things on one line. */
function pretty(value, indent = '') {
  const flat = inline(value)
  if (flat.length + indent.length <= 120 || value === null || typeof value !== 'object') return flat
  const deeper = `${indent}  `
  if (Array.isArray(value)) return `[\n${value.map((one) => deeper + pretty(one, deeper)).join(',\n')}\n${indent}]`
  const members = Object.entries(value).map(([key, member]) => `${deeper}${JSON.stringify(key)}: ${pretty(member, deeper)}`)
  return `{\n${members.join(',\n')}\n${indent}}`
}

function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${inline(member)}`)
    .join(', ')} }`
}
