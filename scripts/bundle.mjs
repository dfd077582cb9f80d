/** Turns a TypeScript module of tests, benchmarks or figures into one that Node can import, `tierwise/…` meaning src. */
import { mkdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { root } from './install.mjs'

/** One script without imports, for a browser page or a bare context: it leaves the entry's exports in the global `name`. */
export async function bundleScript(entry, name) {
  const { outputFiles } = await build({
    entryPoints: [root + entry],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: name,
    target: 'es2022',
    write: false,
    logLevel: 'error',
    plugins: [{ name: 'source', setup: source }],
  })
  return outputFiles[0].text
}

/** @returns the URL of the module made */
export async function bundle(entry) {
  const folder = `${root}node_modules/.cache/tierwise`
  mkdirSync(folder, { recursive: true })
  const outfile = `${folder}/${basename(entry, '.ts')}-${process.pid}.mjs`
  await build({
    entryPoints: [root + entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
    plugins: [{ name: 'source', setup: source }],
  })
  return pathToFileURL(outfile).href
}

function source({ onResolve, onLoad }) {
  onResolve({ filter: /^tierwise(\/|$)/ }, ({ path }) => {
    const room = path.slice('tierwise/'.length)
    return { path: `${root}src/${room === '' ? 'index' : room === 'messages/zh-CN' ? room : `${room}/index`}.ts` }
  })
  // Fixtures lie relative to the file that reads them, not to the bundle.
  onLoad({ filter: /\.ts$/ }, ({ path }) => ({
    contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
    loader: 'ts',
  }))
}
