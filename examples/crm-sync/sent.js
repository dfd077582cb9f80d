/**
 * What earlier runs wrote, so that a second run over the same export writes nothing. A fresh export shows the CRM's own fields
 * and is believed instead.
 */
const { existsSync, readFileSync } = require('node:fs')

function readSent(file, fingerprint) {
  if (!existsSync(file)) return {}
  const sent = JSON.parse(readFileSync(file, 'utf8'))
  return sent.fingerprint === fingerprint ? sent.fields : {}
}

/** Customer → field → value, with this run's changes laid over. */
function withChanges(fields, changes) {
  const merged = { ...fields }
  for (const change of changes)
    merged[change.customerId] = { ...merged[change.customerId], ...Object.fromEntries(change.fields.map(({ name, to }) => [name, to])) }
  return merged
}

module.exports = { readSent, withChanges }
