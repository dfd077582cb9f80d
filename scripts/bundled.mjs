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
  })
  try {
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(outfile)
  }
}

let count = 0
