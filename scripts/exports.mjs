/** Writes package.json's `exports` from the rooms in src: every folder with an index.ts is a sub-path. `--check` only compares. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

const entry = (name) => ({
  import: { types: `./dist/${name}.d.ts`, default: `./dist/${existsSync(`src/${name}/index.ts`) ? `${name}/index` : name}.js` },
  require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
})
const rooms = readdirSync('src', { withFileTypes: true })
  .filter((found) => found.isDirectory() && existsSync(`src/${found.name}/index.ts`))
  .map((found) => found.name)
for (const door of ['messages/zh-CN', 'workers/thread']) if (existsSync(`src/${door}.ts`)) rooms.push(door)

const text = readFileSync('package.json', 'utf8')
const manifest = JSON.parse(text)
manifest.exports = {
  '.': entry('index'),
  ...Object.fromEntries(rooms.sort().map((room) => [`./${room}`, entry(room)])),
  ...Object.fromEntries(Object.entries(manifest.exports).filter(([key]) => key.endsWith('.json'))),
}
const next = `${JSON.stringify(manifest, null, 2)}\n`
const same = JSON.stringify(JSON.parse(text).exports) === JSON.stringify(manifest.exports)
if (process.argv.includes('--check')) {
  if (!same) {
    console.error('package.json exports differ from the rooms in src: run `node scripts/exports.mjs`')
    process.exit(1)
  }
} else if (!same) writeFileSync('package.json', next)
