/** A folder of recorded answers → records by module: `Deals.json`, `Deals.1.json`, `Deals.2.json`, or the bulk export `Deals.csv`. */
const { createHash } = require('node:crypto')
const { readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')
const Papa = require('papaparse')
const { Problem } = require('./problem.js')

/** @returns `{ records, fingerprint }`; the fingerprint changes when any file does */
function readExport(folder) {
  const records = {}
  const hash = createHash('sha256')
  const names = list(folder)
    .filter((name) => /\.(json|csv)$/i.test(name))
    .sort()
  if (names.length === 0) throw new Problem(`“${folder}” holds no .json or .csv file.`)
  for (const name of names) {
    const text = readFileSync(join(folder, name), 'utf8').replace(/^\uFEFF/, '')
    hash.update(name).update('\0').update(text)
    const module = name.split('.')[0]
    records[module] ??= []
    records[module].push(
      name.toLowerCase().endsWith('.csv') ? Papa.parse(text, { header: true, skipEmptyLines: true }).data : parse(name, text),
    )
  }
  return { records, fingerprint: hash.digest('hex') }
}

function list(folder) {
  try {
    return readdirSync(folder)
  } catch {
    throw new Problem(`There is no folder “${folder}”.`)
  }
}

/** HTTP 204 has no body: an empty file is an empty page. */
function parse(name, text) {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem(`${name} is not JSON.`)
  }
}

module.exports = { readExport }
