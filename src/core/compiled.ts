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
