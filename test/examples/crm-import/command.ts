/** Runs the command of examples/crm-import in a folder of its own, against the sources. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

interface Io {
  readonly cwd: string
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
}

export const example = fileURLToPath(new URL('../../../examples/crm-import/', import.meta.url))

/** The example is plain JavaScript, as a user's program would be. */
export async function exampleModule<M>(name: string): Promise<M> {
  return (await import(/* @vite-ignore */ join(example, name))) as M
}

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** @param files name → text or bytes */
export async function command(files: Readonly<Record<string, string | Uint8Array>>, args: readonly string[] = Object.keys(files)) {
  const cwd = mkdtempSync(join(tmpdir(), 'crm-import-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content)
  const { run } = await exampleModule<{ run(argv: readonly string[], io: Io): number }>('run.mjs')
  let out = ''
  let err = ''
  const code = run(args, { cwd, stdout: { write: (text) => (out += text) }, stderr: { write: (text) => (err += text) } })
  return { code, out, err, cwd, [Symbol.dispose]: () => rmSync(cwd, { recursive: true, force: true }) }
}
