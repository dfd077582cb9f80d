/** Our own TypeScript for scripts: bundles it, imports it, leaves nothing behind. */
import { mkdirSync, rmSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { root } from './install.mjs'

/** @param contents a module whose imports start at the root of the project */
export async function bundled(contents) {
  const folder = `${root}node_modules/.cache/tierwise`
  mkdirSync(folder, { recursive: true })
  const outfile = `${folder}/bundled-${process.pid}-${count++}.mjs`
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
    plugins: [{ name: 'self', setup: self }],
  })
  try {
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(outfile)
  }
}

/** Tests import us by the name of the package. */
function self({ onResolve }) {
  onResolve({ filter: /^tierwise\// }, ({ path }) => {
    const room = path.slice('tierwise/'.length)
    return { path: `${root}src/${room.includes('/') ? `${room}.ts` : `${room}/index.ts`}` }
  })
}

let count = 0
