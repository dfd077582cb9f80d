import { UsageError } from './errors.js'
import { requireFrozen } from './freeze.js'

/**
 * Compiled forms live beside their frozen definition and go with it: users never see a compile step.
 * `const compiled = compiledForm('ladder', compileLadder)`, then `compiled(definition)`.
 * Most calls ask for the definition of the call before, which is remembered: a lookup is a tenth of a tier decision.
 */
export function compiledForm<D extends object, C>(kind: string, compile: (definition: D) => C): (definition: D) => C {
  const forms = new WeakMap<D, C>()
  let last: D | undefined
  let form: C | undefined
  return (definition) => {
    if (definition === last) return form as C
    let known = forms.get(definition)
    if (known === undefined) {
      requireFrozen(definition, kind)
      known = compile(definition)
      forms.set(definition, known)
    }
    last = definition
    form = known
    return known
  }
}

export interface AttachedForm<D extends object, C> {
  /** @throws UsageError `tierwise.definition.not-frozen`, `tierwise.definition.not-adopted` */
  readonly of: (definition: D) => C
  readonly attach: (definition: D, compile: (definition: D) => C) => D
}

/**
 * A compiled form that define and adopt bring along and that verbs only ask for: an import of the verb does not carry the compiler.
 * It is made when it is first asked for, so that defining costs nothing more.
 */
export function attachedForm<D extends object, C>(kind: string): AttachedForm<D, C> {
  const compilers = new WeakMap<D, (definition: D) => C>()
  return {
    of: compiledForm(kind, (definition) => {
      const compile = compilers.get(definition)
      if (compile !== undefined) return compile(definition)
      throw new UsageError('tierwise.definition.not-adopted', { kind, hint: 'pass it through define or adopt of this copy of tierwise' })
    }),
    attach(definition, compile) {
      compilers.set(definition, compile)
      return definition
    },
  }
}
