/**
 * `npm test`: everything that has to hold, each step by name with its time; the last line counts tests and steps.
 * `node scripts/test.mjs NAME …` runs only those steps; `npm run check` is the inner loop.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureInstalled, root } from './install.mjs'

ensureInstalled()
const { build, freshen } = await import('./build.mjs')
const { script, tool } = await import('./tool.mjs')

/** Slow questions (laws on many cases, published figures, other engines) wait for `npm test`. */
const UNIT = ['law', 'parity', 'consistency'].flatMap((kind) => ['--exclude', `test/**/*.${kind}.test.ts`])

const STEPS = {
  format: ['biome: format and lint', () => tool('biome', ['check', '.'])],
  types: ['tsc: src, then tests', () => tool('tsc', ['--noEmit', '-p', '.']) && tool('tsc', ['--noEmit', '-p', 'test'])],
  unit: ['vitest: behaviour only', () => vitest('unit', [...UNIT, '--exclude', 'test/package/**', '--exclude', 'test/examples/**'])],
  build: ['tsup: dist with types', () => build({ types: true })],
  tests: ['vitest: behaviour, laws, published figures, consistency, examples', () => vitest('tests', [])],
  package: ['exports, publint, are-the-types-wrong, the tarball in ESM, CommonJS and TypeScript', () => script('scripts/package.mjs')],
  size: ['bytes per imported verb', () => freshen() && script('scripts/size.mjs')],
  parity: ['published figures', () => script('scripts/parity.mjs')],
  unused: ['knip: dead code and unused packages', () => tool('knip', [])],
}
const INNER = ['format', 'types', 'unit']

const asked = process.argv.slice(2)
const names = asked.includes('--inner') ? INNER : asked.length > 0 ? asked : Object.keys(STEPS).filter((name) => name !== 'unit')
const unknown = names.filter((name) => !(name in STEPS))
if (unknown.length > 0) {
  console.error(`No step called ${unknown.join(', ')}. Steps: ${Object.keys(STEPS).join(', ')}`)
  process.exit(1)
}

let passed = 0
let failed = 0
/** Steps that have counted their single tests themselves. */
const counted = new Set()
const lines = []
const begun = performance.now()
for (const name of names) {
  const [title, run] = STEPS[name]
  console.log(`\n── ${name}: ${title}`)
  const started = performance.now()
  const ok = await run()
  if (!counted.has(name)) ok ? passed++ : failed++
  lines.push(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(8)} ${seconds(started).padStart(7)}  ${title}`)
  console.log(lines.at(-1))
}
console.log(`\n${lines.join('\n')}\n\n${seconds(begun)} in all\n${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)

/** Counts the single tests into the last line. */
function vitest(step, args) {
  const report = `${root}node_modules/.cache/tierwise/vitest-${process.pid}.json`
  mkdirSync(`${root}node_modules/.cache/tierwise`, { recursive: true })
  const ok = tool('vitest', ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
  if (!existsSync(report)) return ok
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'))
  rmSync(report)
  passed += numPassedTests
  failed += numFailedTests
  if (ok || numFailedTests > 0) counted.add(step) // else something outside the tests went wrong, and counts as the step
  if (numPendingTests > 0) console.log(`not run here: ${numPendingTests} tests`)
  return ok
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
