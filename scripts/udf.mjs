/** The script for JavaScript functions in warehouses, `dist/udf.js`: minified, self-contained, no host globals. */
import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { build } from 'esbuild'
import { root } from './install.mjs'

export async function udfScript() {
  const { outputFiles } = await build({
    entryPoints: [`${root}src/sql/udf.ts`],
    bundle: true,
    minify: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    format: 'iife',
    globalName: 'tierwise',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0].text
}

if (basename(process.argv[1] ?? '') === 'udf.mjs') writeFileSync(process.argv[2] ?? `${root}dist/udf.js`, await udfScript())
