import type { Catalogue } from '../catalogue.js'

/** Statements for the host's engine: what they rest on, and what could not be said. */
export const sqlEn: Catalogue = {
  'sql.zone.used': (r) =>
    `days are those of ${r.params.timeZone} (tz database ${r.params.tzdata}), written into the statement; instants before ${r.params.since} take the offset of that day`,
  'sql.source.no-id': () => 'no table names an id: facts of one instant have no order, and refunds find no orders',
  'sql.rfm.nested-fit': (r) =>
    `cut points within cut points are not fitted in SQL: those of ${r.params.measures} are NULL; fit with fitRfm and score with its model`,
  'sql.measure.inexpressible': (r) => `${r.params.measure} is NULL: ${r.params.word} cannot be said in SQL exactly`,
  'sql.condition.inexpressible': (r) => `${r.params.column} is NULL: ${r.params.word} cannot be said in SQL exactly`,
  'sql.clv.covariates': () => 'a model with covariates cannot be said in SQL; its figures are NULL',
  'sql.clv.horizon': (r) =>
    `${r.params.column} is NULL for customers younger than ${Number(r.params.age).toPrecision(3)} periods: so far ahead their series would take more than ${r.params.terms} terms`,
  'sql.clv.forever': () => 'discounting for ever needs a horizon in SQL; the figures are NULL',
  'sql.word.inexpressible': (r) => `${r.params.word} cannot be said in SQL exactly`,
  'sql.verb.unknown': (r) => `no verb is called ${r.params.verb}; known are ${r.params.known}`,
  'sql.name.unusable': (r) => `no engine takes “${r.params.name}” as a name of at most ${r.params.bytesMax} bytes`,
  'sql.number.not-finite': (r) => `${r.params.got} is not a finite number`,
  'sql.text.zero-byte': () => 'PostgreSQL has no text with a zero byte',
  'sql.source.missing': (r) => `the source does not say its ${r.params.key}`,
  'sql.source.form': (r) => `the source says ${r.params.key} as ${r.params.got}, which cannot be read`,
  'sql.option.missing': (r) => `this statement needs the option ${r.params.option}`,
  'sql.history.current': () => 'a history begins at the base: it takes no current tiers',
  'sql.figure.unknown': (r) => `no figure is called ${r.params.figure}; known are ${r.params.known}`,
  'sql.dialect.unknown': (r) => `no dialect is called ${r.params.dialect}; known are ${r.params.known}`,
  'sql.subject.unknown': (r) => `${r.params.kind} cannot become SQL`,
}
