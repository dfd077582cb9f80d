/** The main job, step by step: open, recognize, read, score, tier, print, write. */
import { join, relative, resolve } from 'node:path'
import { readFacts } from 'tierwise/facts'
import { analyze } from './analyze.mjs'
import { languageIn, readArguments } from './arguments.mjs'
import { lastOf, localDay } from './as-of.mjs'
import { openCsv } from './csv/file.mjs'
import { printFiles, printQuality, printSegments, printTiers, printTop, printWritten } from './print.mjs'
import { Problem } from './problem.mjs'
import { collect } from './read.mjs'
import { recognize } from './recognize/recognize.mjs'
import { reportData } from './report/data.mjs'
import { SAMPLE, writeSample } from './sample.mjs'
import { settle } from './settle.mjs'
import { progressLine } from './terminal.mjs'
import { languages } from './words/index.mjs'
import { writeFiles } from './write.mjs'

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
    const problem = asProblem(error, argv)
    if (!problem) throw error
    io.stderr.write(`${words.problems[problem.code](problem.params)}\n`)
    return 1
  }
}

function importFiles(options, io) {
  const words = languages[options.lang]
  const print = (text) => io.stdout.write(`${text}\n`)
  const progress = progressLine(io.stderr)
  const out = resolve(io.cwd, options.out)

  const sample = options.files.length === 0
  const inputs = sample ? written(out, () => writeSample(join(out, 'sample'))) : options.files.map((path) => resolve(io.cwd, path))
  const opened = recognizeAll(inputs, options.said)
  const parts = opened.flatMap(({ file, parts: found }) => found.map((part) => Object.assign(part, { file: file.name })))
  if (!parts.some(({ kind }) => kind === 'order'))
    throw new Problem('recognize.no-orders', { kinds: words.list([...new Set(parts.map(({ kind }) => words.kinds[kind]))]) })
  const settled = settle(parts, options)

  const started = performance.now()
  const { sources, mapping, places, dropped, left } = collect(opened, {
    ...settled,
    asOf: options.asOf,
    progress: progressOf(progress, words),
  })
  const rowCount = Object.values(sources).reduce((sum, { length }) => sum + length, 0)
  progress.show(words.working(rowCount))
  const { facts, issues, report, asOf, assumed } = readUpTo(sources, mapping, options.asOf)
  progress.clear()

  const notes = [
    ...(sample ? [{ code: 'sample', params: { ...SAMPLE, dir: relative(io.cwd, join(out, 'sample')) || '.' } }] : []),
    ...assumed,
    ...settled.assumed,
  ]
  const notesIn = (language) => notes.map((note) => noteText(note, left, language))
  const quality = { report, issues, places, dropped, seconds: (performance.now() - started) / 1000 }
  print(printFiles(opened, notesIn(words), words))
  print(printQuality(quality, words))
  const first = firstOrder(facts)
  if (first === undefined) throw new Problem('facts.none', { rows: rowCount })

  const analysis = analyze(facts, asOf)
  if (!analysis.summary.columns.orders.some((orders) => orders > 0))
    throw new Problem('facts.none-before', { asOf, first: localDay(first, settled.timeZone) })
  print(printSegments(analysis, words))
  print(printTiers(analysis, words))
  print(printTop(analysis, words))
  const page = {
    data: reportData(facts, analysis),
    quality,
    files: opened.map(({ file }) => file),
    notes: Object.fromEntries(Object.values(languages).map((language) => [language.lang, notesIn(language)])),
    lang: options.lang,
  }
  const paths = written(out, () => writeFiles(out, analysis, page, words))
  print(
    printWritten(
      paths.map((path) => relative(io.cwd, path)),
      words,
    ),
  )
}

function recognizeAll(paths, said) {
  const twice = paths.find((path, i) => paths.indexOf(path) !== i)
  if (twice) throw new Problem('recognize.same-file', { path: twice })
  const files = paths.map(openCsv)
  const headings = [...new Set(files.flatMap((file) => file.headings))]
  const wrong = said.find(({ heading }) => !headings.includes(heading))
  if (wrong) throw new Problem('map.heading', { heading: wrong.heading, headings: headings.join(', ') })
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
function asProblem(error, argv) {
  if (error instanceof Problem) return error
  const after = (name) => argv[argv.findIndex((text) => text === name || text.startsWith(`${name}=`)) + 1] ?? ''
  const option = { 'tierwise.as-of.unreadable': 'as-of', 'tierwise.zone.unknown': 'zone', 'facts.currency.unknown': 'currency' }[
    error.problem
  ]
  if (option) return new Problem(`option.${option}`, { text: Object.values(error.params)[0] ?? after(`--${option}`) })
  if (error instanceof RangeError && /invalid (array|string) length|maximum size/i.test(error.message)) return new Problem('memory.out')
  return undefined
}

function written(path, write) {
  try {
    return write()
  } catch (error) {
    if (error.code === undefined || error instanceof Problem) throw error
    throw new Problem('out.unwritable', { path, system: error.code })
  }
}

/** Files larger than this are worth telling about even where no terminal shows it. */
const LONG = 20e6

function progressOf(line, words) {
  return (file, bytes) => {
    const share = bytes / file.size
    const text = words.progress(file.name, Math.floor(100 * share), (file.size / 1e6).toFixed(file.size < 1e7 ? 1 : 0))
    line.show(text, file.size > LONG ? share : undefined)
  }
}

function noteText({ code, params }, left, words) {
  const listed = {
    ...params,
    ...(params.words ? { words: words.list(params.words) } : {}),
    rows: params.part ? left.get(params.part.file) : undefined,
  }
  return words.assumptions[code](listed)
}
