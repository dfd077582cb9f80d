/** `npm run size`: what a frontend pays for one import line, against the budgets of test/package/size.json. Reads dist. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { root } from './install.mjs'

const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
let failed = 0
for (const { import: names, from, gzipMax, zod } of JSON.parse(readFileSync(`${root}test/package/size.json`, 'utf8'))) {
  const line = `export { ${names} } from '${from}'`
  try {
    const { bytes, gzip, hasZod } = await measure(line)
    const ok = gzip <= gzipMax && (zod || !hasZod)
    if (!ok) failed++
    const verdict = hasZod && !zod ? 'FAILED: zod is in the bundle' : ok ? 'ok' : 'FAILED'
    console.log(`${line.padEnd(58)} ${kilobytes(bytes)} min  ${kilobytes(gzip)} gzip of ${kilobytes(gzipMax)}  ${verdict}`)
  } catch (error) {
    failed++
    console.log(`${line.padEnd(58)} FAILED: ${error.message.split('\n')[1] ?? error.message}`)
  }
}
process.exit(failed > 0 ? 1 : 0)

async function measure(line) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: line, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [{ name: 'self', setup: self }],
  })
  const [{ contents }] = outputFiles
  // Of the files read only those count that left bytes behind.
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  )
  return {
    bytes: contents.length,
    gzip: gzipSync(contents, { level: 9 }).length,
    hasZod: used.some(([path]) => /node_modules\/zod\//.test(path)),
  }
}

function self({ onResolve }) {
  onResolve({ filter: /^tierwise(\/|$)/ }, ({ path }) => ({
    path: root + exports[`.${path.slice('tierwise'.length)}`].import.default.slice(2),
    sideEffects: false,
  }))
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(2).padStart(6)} KB`
}
