/** The main job, step by step: open, recognize, read, score, tier, print, write. */
import { join, relative, resolve } from 'node:path'
import { readFacts } from 'tierwise/facts'
import { sentence } from 'tierwise/messages'
import { analyze } from './analyze.mjs'
import { languageIn, readArguments } from './arguments.mjs'
import { lastOf, localDay } from './as-of.mjs'
import { impactOf } from './impact/impact.mjs'
import { readRules } from './impact/read-rules.mjs'
import {
  few,
  printAhead,
  printFiles,
  printImpact,
  printQuality,
  printSegments,
  printStages,
  printTiers,
  printTop,
  printValue,
  printWritten,
} from './print.mjs'
import { listed, Problem } from './problem.mjs'
import { collect } from './read.mjs'
import { recognize } from './recognize/recognize.mjs'
import { reportData } from './report/data.mjs'
import { SAMPLE, writeSample } from './sample.mjs'
import { settle } from './settle.mjs'
import { openTable } from './table/file.mjs'
import { progressLine } from './terminal.mjs'
import { languages } from './words/index.mjs'
import { writeFiles, writeImpact } from './write.mjs'

/**
 * @param argv what stands after the command
 * @param io `{ cwd, stdout, stderr }`
 * @returns the exit code: 0 when a table was written, 1 when nothing could be done
 */
export function run(argv, io) {
  const words = languages[languageIn(argv)]
  try {
    const options = readArguments(argv)
    if (options.help) io.stdout.write(`${words.help}\n`)
    else importFiles(options, io)
    return 0
  } catch (error) {
    const problem = asProblem(error)
    if (!problem) throw error
    io.stderr.write(`${words.problems[problem.code](problem.params)}\n`)
    return 1
  }
}

function importFiles(options, io) {
  const words = languages[options.lang]
  const print = (text) => text !== '' && io.stdout.write(`${text}\n`)
  const out = resolve(io.cwd, options.out)
  const rules = options.rules && readRules(options.rules, io.cwd, (issue) => sentence(issue, words.catalogue))
  const isSample = options.files.length === 0
  const paths = isSample ? written(out, () => writeSample(join(out, 'sample'))) : options.files.map((path) => resolve(io.cwd, path))

  const opened = recognizeAll(paths, options.said)
  const parts = opened.flatMap(({ file, parts: found }) => found.map((part) => ({ ...part, file: file.name })))
  if (!parts.some(({ kind }) => kind === 'order'))
    throw new Problem('recognize.no-orders', { kinds: words.list([...new Set(parts.map(({ kind }) => words.kinds[kind]))]) })
  const settled = settle(parts, options)
  const { facts, asOf, quality, cancelled, assumed } = readAll(opened, { ...settled, asOf: options.asOf }, progressLine(io.stderr), words)

  const sample = { code: 'sample', params: { ...SAMPLE, dir: relative(io.cwd, join(out, 'sample')) || '.' } }
  const notes = [...(isSample ? [sample] : []), ...assumed, ...settled.assumed]
  const notesIn = (language) => notes.flatMap((note) => noteText(note, cancelled, language))
  print(printFiles(opened, notesIn(words), words))
  print(printQuality(quality, words))
  const first = firstOrder(facts)
  if (first === undefined) throw new Problem('facts.none', { rows: quality.rows })

  const line = progressLine(io.stderr)
  const told = (what, share) =>
    line.show(words.doing(words.steps[what], Math.floor(100 * share)), facts.customers.ids.length > MANY_CUSTOMERS ? share : undefined)
  const analysis = analyze(facts, { asOf, method: options.method }, told)
  line.clear()
  if (!analysis.summary.columns.orders.some((orders) => orders > 0))
    throw new Problem('facts.none-before', { asOf, first: localDay(first, settled.timeZone) })
  print(printSegments(analysis, words))
  print(printTiers(analysis, words))
  print(printTop(analysis, words))
  print(printValue(analysis, words))
  print(printAhead(analysis, words))
  print(printStages(analysis, words))

  const report = {
    data: reportData(facts, analysis),
    quality,
    files: opened.map(({ file }) => file),
    notes: Object.fromEntries(Object.values(languages).map((language) => [language.lang, notesIn(language)])),
    lang: options.lang,
  }
  const impact = rules && impactOf(rules, facts, analysis, options, told)
  line.clear()
  if (impact) print(printImpact(impact, facts.currency, words))
  const files = written(out, () => [
    ...writeFiles(out, analysis, report, words),
    ...(impact ? writeImpact(out, impact, { currency: facts.currency, timeZone: facts.timeZone, lang: options.lang }, words) : []),
  ]).map((path) => relative(io.cwd, path))
  print(printWritten(files, words))
}

/** Records → facts and what was wrong with the rest; the columns between the two are let go. */
function readAll(opened, settings, progress, words) {
  const started = performance.now()
  const { sources, mapping, places, dropped, cancelled } = collect(opened, { ...settings, progress: progressOf(progress, words) })
  const rows = Object.values(sources).reduce((sum, { length }) => sum + length, 0)
  progress.show(words.working(rows))
  const { facts, report, asOf, assumed } = readUpTo(sources, mapping, settings.asOf)
  progress.clear()
  return { facts, asOf, assumed, cancelled, quality: { report, places, dropped, rows, seconds: (performance.now() - started) / 1000 } }
}

function recognizeAll(paths, said) {
  const twice = paths.find((path, i) => paths.indexOf(path) !== i)
  if (twice) throw new Problem('recognize.same-file', { path: twice })
  const files = paths.map(openTable)
  const headings = [...new Set(files.flatMap((file) => file.headings))]
  const wrong = said.find(({ heading }) => !headings.includes(heading))
  if (wrong) throw new Problem('map.heading', { heading: wrong.heading, headings: listed(headings) })
  return files.map((file) => ({ file, ...recognize(file, said) }))
}

/** Reads the facts; where the files themselves must tell the day of the report, once more if some facts lie beyond it. */
function readUpTo(sources, mapping, asOf) {
  const first = readFacts(sources, mapping)
  if (asOf !== undefined) return { ...first, asOf, assumed: [{ code: 'asOfGiven', params: { date: asOf } }] }
  const { at } = first.facts.columns
  if (at.length === 0) return { ...first, assumed: [] }
  const { last, lonely, farthest } = lastOf(at)
  const asOfDay = localDay(last, mapping.timeZone)
  const assumed = [{ code: 'asOf', params: { date: asOfDay } }]
  if (lonely === 0) return { ...first, asOf: asOfDay, assumed }
  assumed.push({ code: 'lonely', params: { count: lonely, date: localDay(farthest, mapping.timeZone) } })
  return { ...readFacts(sources, { ...mapping, asOf: asOfDay }), asOf: asOfDay, assumed }
}

function firstOrder({ length, columns: { type, at } }) {
  const purchase = type.values.indexOf('purchase')
  for (let i = 0; i < length; i++) if (type.codes[i] === purchase) return at[i]
  return undefined
}

/** `--map` and the rest of the command line, and files and folders, fail in ways a user can mend; anything else is a bug and thrown. */
function asProblem(error) {
  if (error instanceof Problem) return error
  const option = OPTION_OF[error.problem]
  if (option) return new Problem(`option.${option}`, { text: Object.values(error.params)[0] })
  if (error instanceof RangeError && /invalid (array|string) length|maximum size/i.test(error.message)) return new Problem('memory.out')
  return undefined
}

/** What the library refuses, and which option said it. */
const OPTION_OF = { 'tierwise.as-of.unreadable': 'as-of', 'tierwise.zone.unknown': 'zone', 'facts.currency.unknown': 'currency' }

function written(path, write) {
  try {
    return write()
  } catch (error) {
    if (error.code === undefined || error instanceof Problem) throw error
    throw new Problem('out.unwritable', { path, system: error.code })
  }
}

/** From here on it is worth telling what goes on even where no terminal shows it. */
const MANY_CUSTOMERS = 50_000

/** Files larger than this are worth telling about even where no terminal shows it. */
const LONG = 20e6

function progressOf(line, words) {
  return (file, bytes) => {
    const share = bytes / file.size
    const text = words.progress(file.name, Math.floor(100 * share), (file.size / 1e6).toFixed(file.size < 1e7 ? 1 : 0))
    line.show(text, file.size > LONG ? share : undefined)
  }
}

/** @returns one sentence, or none where nothing came of an assumption */
function noteText({ code, params }, cancelled, words) {
  if (code !== 'cancelled') return [words.assumptions[code]({ ...params, ...(params.words ? { words: words.list(params.words) } : {}) })]
  const { left: counts, kept } = cancelled.get(params.file)
  const counted = words.assumptions.kept({ heading: params.heading, words: few([...kept].filter(Boolean), words) })
  if (counts.size === 0) return kept.size > 0 ? [counted] : []
  const rows = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return [
    words.assumptions.cancelled({ heading: params.heading, words: words.list([...counts.keys()]), rows }),
    ...(kept.size > 0 ? [counted] : []),
  ]
}
