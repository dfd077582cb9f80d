import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { build } from 'esbuild'
import ts from 'typescript'
import { afterAll, describe, expect, test } from 'vitest'
import { pages } from './pages.js'

mkdirSync('out', { recursive: true })
const folder = mkdtempSync('out/pages-')
afterAll(() => rmSync(folder, { recursive: true }))

const all = pages().map((page, i) => ({ ...page, file: join(folder, `${i}-${basename(page.path, '.md')}.ts`) }))
for (const page of all) writeFileSync(page.file, `${page.code}\nexport {}\n`)

describe('every block of a page runs and prints what the page says', () => {
  test.each(all)('$path', async ({ file, output }) => {
    const bundle = `${file}.mjs`
    await build({
      entryPoints: [file],
      outfile: bundle,
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'silent',
      alias: { tierwise: resolve('src') },
      plugins: [
        {
          name: 'rooms',
          setup(builder) {
            builder.onResolve({ filter: /^tierwise(\/|$)/ }, ({ path }) => {
              const room = path.slice('tierwise/'.length)
              return { path: resolve('src', room === '' ? 'index.ts' : room.includes('/') ? `${room}.ts` : `${room}/index.ts`) }
            })
          },
        },
      ],
    })
    const printed = execFileSync(process.execPath, [bundle], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'America/New_York', NO_COLOR: '1' },
    })
    expect(printed).toBe(output)
  })
})

test('every block type-checks', () => {
  const { config } = ts.readConfigFile('test/tsconfig.json', ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, 'test')
  const program = ts.createProgram(
    all.map(({ file }) => file),
    { ...options, noEmit: true, noUnusedLocals: false, noUnusedParameters: false },
  )
  const problems = ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file?.fileName.includes(folder))
    .map(
      ({ file, start, messageText }) =>
        `${file?.fileName}:${file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    )
  expect(problems).toEqual([])
})
