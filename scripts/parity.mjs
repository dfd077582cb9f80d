/**
 * `npm run parity [-- NAME …] [-- --all]`: every published figure of test/parity beside ours.
 * Prints what disagrees and a total per file; `--all` prints every line.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.mjs'
import { root } from './install.mjs'

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const all = process.argv.includes('--all')
const hasReferenceData = existsSync(`${root}../shared/reference/data`)

const names = readdirSync(`${root}test/parity`)
  .filter((file) => file.endsWith('.ts') && file !== 'figure.ts')
  .map((file) => basename(file, '.ts'))
  .filter((name) => asked.length === 0 || asked.includes(name))
let agreed = 0
let run = 0
let notRun = 0
for (const name of names) {
  const before = { agreed, run, notRun }
  const module = await bundle(`test/parity/${name}.ts`)
  const { figures } = await import(module)
  for (const figure of figures()) {
    if (figure.needs === 'reference-data' && !hasReferenceData) {
      notRun++
      continue
    }
    run++
    const { ours, difference, agrees } = compare(figure)
    if (agrees) agreed++
    if (all || !agrees) {
      const line = `published ${shown(figure.published)}  ours ${shown(ours)}  difference ${shown(difference)}  ${agrees ? 'agrees' : 'DISAGREES'}`
      console.log(`${name} · ${figure.id}: ${line}  [${figure.source}]`)
    }
  }
  rmSync(fileURLToPath(module))
  const missing = notRun - before.notRun
  console.log(`${name}: ${agreed - before.agreed} of ${run - before.run} agree${missing > 0 ? `, ${missing} not run here` : ''}`)
}
console.log(`parity: ${agreed} of ${run} figures agree (not run here: ${notRun})`)
process.exit(agreed === run && run > 0 ? 0 : 1)

function compare({ published, ours: compute, tolerance, relative }) {
  let ours
  try {
    ours = compute()
  } catch (error) {
    return { ours: String(error), difference: 'error', agrees: false }
  }
  if (typeof published !== 'number' || typeof ours !== 'number') return { ours, difference: '', agrees: ours === published }
  const difference = ours - published
  // Written so that NaN agrees with nothing.
  return { ours, difference, agrees: Math.abs(difference) <= tolerance * (relative ? Math.abs(published) : 1) }
}

function shown(value) {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(10)).toString() : String(value)
}
