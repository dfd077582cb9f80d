/** The command line as data. */
import { parseArgs } from 'node:util'
import { METHODS } from './method.mjs'
import { Problem } from './problem.mjs'
import { KINDS } from './recognize/fields.mjs'

const OPTIONS = {
  'as-of': { type: 'string' },
  zone: { type: 'string' },
  currency: { type: 'string' },
  map: { type: 'string', multiple: true },
  method: { type: 'string' },
  before: { type: 'string' },
  after: { type: 'string' },
  cost: { type: 'string' },
  worth: { type: 'string' },
  lang: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean' },
}

export function readArguments(argv) {
  const { values, positionals } = parsed(argv)
  return {
    files: positionals,
    asOf: values['as-of'],
    zone: values.zone,
    currency: currencyOf(values.currency?.toUpperCase()),
    said: (values.map ?? []).flatMap((text) => text.split(/[,，]/)).map(readMap),
    method: methodOf(values.method),
    rules: rulesOf(values),
    benefitCost: pricesOf('cost', values.cost),
    pointWorth: pricesOf('worth', values.worth),
    lang: languageOf(values.lang),
    out: values.out ?? 'out',
    help: values.help ?? false,
  }
}

/** The language of messages about the other arguments. */
export function languageIn(argv) {
  const i = argv.findIndex((text) => text === '--lang' || text.startsWith('--lang='))
  const text = i < 0 ? undefined : (argv[i].split('=')[1] ?? argv[i + 1])
  return /^zh/i.test(text ?? '') ? 'zh-CN' : 'en'
}

function parsed(argv) {
  try {
    return parseArgs({ args: argv, options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new Problem('option.unknown', { text: error.message.split('. To specify')[0].replace(/\.?$/, '.') })
  }
}

function languageOf(text = 'en') {
  if (/^en\b/i.test(text)) return 'en'
  if (/^zh\b/i.test(text)) return 'zh-CN'
  throw new Problem('option.lang', { text })
}

function methodOf(text = 'score') {
  if (METHODS.includes(text)) return text
  throw new Problem('option.method', { text, methods: METHODS.join(', ') })
}

/** The rules now and the rules to come; one without the other compares nothing. */
function rulesOf({ before, after }) {
  if (before === undefined && after === undefined) return undefined
  if (before === undefined || after === undefined)
    throw new Problem('option.rules', { missing: before === undefined ? '--before' : '--after' })
  return { before, after }
}

/** `gold=120,silver=30` → `{ gold: '120', silver: '30' }`. */
function pricesOf(option, text) {
  if (text === undefined) return undefined
  return Object.fromEntries(
    text.split(/[,，]/).map((part) => {
      const match = /^\s*([^=]+?)\s*=\s*(\d+(?:\.\d+)?)\s*$/.exec(part)
      if (!match) throw new Problem('option.price', { option, text: part })
      return [match[1], match[2]]
    }),
  )
}

function currencyOf(text) {
  if (text !== undefined && !/^[A-Z]{3}$/.test(text)) throw new Problem('option.currency', { text })
  return text
}

/** Words for the same thing that come to mind first. */
const ALIASES = { date: 'at', time: 'at', total: 'amount' }

/** `customer=客户编号` or `refund.at=退款时间`. */
function readMap(text) {
  const match = /^\s*(?:([a-z]+)\.)?([A-Za-z]+)\s*=\s*(.+?)\s*$/.exec(text)
  if (!match) throw new Problem('map.form', { text })
  const [, kind, word, heading] = match
  const field = ALIASES[word] ?? word
  if (kind !== undefined && !Object.hasOwn(KINDS, kind)) throw new Problem('map.kind', { kind, kinds: Object.keys(KINDS).join(', ') })
  const fields = [...new Set((kind ? [KINDS[kind]] : Object.values(KINDS)).flatMap(({ needs, uses }) => [...needs, ...uses]))]
  if (!fields.includes(field)) throw new Problem('map.field', { field, fields: fields.join(', ') })
  return { ...(kind ? { kind } : {}), field, heading }
}
