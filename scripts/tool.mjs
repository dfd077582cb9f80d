/** Runs a development tool by the name of its command, without npx: the same on every system, and only what is installed. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { root } from './install.mjs'

/** Package and command, where the two differ. */
const PACKAGES = { biome: '@biomejs/biome', tsc: 'typescript', attw: '@arethetypeswrong/cli', changeset: '@changesets/cli' }

/** @returns whether the tool was satisfied */
export function tool(name, args, env = {}) {
  return (
    spawnSync(process.execPath, [toolPath(name), ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
  )
}

export function toolPath(name) {
  const folder = `${root}node_modules/${PACKAGES[name] ?? name}/`
  const { bin } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'))
  return folder + (typeof bin === 'string' ? bin : bin[name])
}

/** Runs one of our own scripts. */
export function script(path, args = [], env = {}) {
  return spawnSync(process.execPath, [root + path, ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
}
