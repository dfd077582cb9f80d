/**
 * Writes docs/gallery: one page per program of examples/programs, its rules in plain words made from the definition alone, in English and Chinese;
 * and docs/program-language: every keyword of the program language with the tested example that depends on it.
 * `npm run gallery` writes, `-- --check` only compares, and says which page is not current.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { bundled } from './bundled.mjs'
import { root } from './install.mjs'
import { languagePages } from './language-pages.mjs'

const { defineProgram, describeProgram, en, sentence, sentences, zhCN } = await bundled(`
  export { defineProgram } from './src/program/define.js'
  export { describeProgram } from './src/preview/describe-program.js'
  export { sentence, sentences } from './src/messages/sentence.js'
  export { en } from './src/messages/en.js'
  export { zhCN } from './src/messages/zh-CN.js'
`)

const LANGUAGES = {
  en: {
    catalogue: en,
    suffix: '',
    other: (slug) => `[中文](${slug}.zh-CN.md)`,
    made: (slug) =>
      `Made from [the definition](../../examples/programs/${slug}.json) by \`npm run gallery\`; no sentence here was written by hand.`,
    index: 'Programs in plain words',
    intro:
      'Real programs as data, and what their definitions say. Each page is made from its definition by `describeProgram`; the rules stand as they were in the year of the card, and programs change.',
    columns: '| program | tiers | rules |',
  },
  'zh-CN': {
    catalogue: zhCN,
    suffix: '.zh-CN',
    other: (slug) => `[English](${slug}.md)`,
    made: (slug) => `本页由 \`npm run gallery\` 根据[规则定义](../../examples/programs/${slug}.json)生成，没有一句是人工撰写的。`,
    index: '用文字说明的会员计划',
    intro: '真实会员计划的数据化定义及其文字说明。每一页都由 `describeProgram` 根据定义生成；规则以卡片所标年份为准，各计划后来可能有变。',
    columns: '| 计划 | 等级 | 规则 |',
  },
}

const slugs = readdirSync(`${root}examples/programs`)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))
const programs = slugs.map((slug) => [slug, defineProgram(JSON.parse(readFileSync(`${root}examples/programs/${slug}.json`, 'utf8')))])

const pages = Object.values(LANGUAGES).flatMap((language) => [
  ...programs.map(([slug, program]) => [`gallery/${slug}${language.suffix}.md`, page(slug, program, language)]),
  [`gallery/README${language.suffix}.md`, index(language)],
])

pages.push(...(await languagePages()))

const gallery = `${root}docs/gallery`
if (process.argv.includes('--check')) {
  const stale = pages.filter(([name, text]) => !existsSync(`${root}docs/${name}`) || readFileSync(`${root}docs/${name}`, 'utf8') !== text)
  const extra = existsSync(gallery) ? readdirSync(gallery).filter((name) => !pages.some(([page]) => page === `gallery/${name}`)) : []
  for (const name of [...stale.map(([name]) => name), ...extra]) console.log(`not current: docs/${name}`)
  process.exit(stale.length + extra.length > 0 ? 1 : 0)
}
rmSync(gallery, { recursive: true, force: true })
mkdirSync(gallery, { recursive: true })
for (const [name, text] of pages) writeFileSync(`${root}docs/${name}`, text)
console.log(`Wrote ${pages.length} pages below docs.`)

function page(slug, program, { catalogue, other, made }) {
  const sections = describeProgram(program).map(
    (section) =>
      `## ${sentence(section, catalogue)}\n\n${sentences(section.children ?? [], catalogue)
        .map((line) => `- ${line}`)
        .join('\n')}\n`,
  )
  return `# ${title(slug, program)}\n\n*${other(slug)}* · ${made(slug)}\n\n${sections.join('\n')}`
}

function index({ suffix, intro, index, columns }) {
  const other = suffix === '' ? '[中文](README.zh-CN.md)' : '[English](README.md)'
  const rows = programs.map(([slug, program]) => {
    const tiers = (program.tiers ?? []).map(({ id, name }) => name ?? id).join(' · ')
    const lines = describeProgram(program).reduce((sum, section) => sum + (section.children ?? []).length, 0)
    return `| [${title(slug, program)}](${slug}${suffix}.md) | ${tiers} | ${lines} |`
  })
  return `# ${index}\n\n*${other}* · ${intro}\n\n${columns}\n|---|---|---|\n${rows.join('\n')}\n`
}

function title(slug, { name }) {
  const variant = slug.includes('.') ? ` (${slug.slice(slug.indexOf('.') + 1)})` : ''
  return `${name ?? slug}${variant}`
}
