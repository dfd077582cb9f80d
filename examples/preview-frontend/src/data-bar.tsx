/** Where the customers come from. */

import { useRef, useState } from 'preact/hooks'
import { type Base, type Csv, type CsvColumns, csvBase, guessColumns, millionBase, readCsv, sampleBase } from './base'
import type { Words, Writers } from './words'

interface Props {
  readonly base: Base | undefined
  readonly onBase: (base: Base | undefined) => void
  readonly w: Words
  readonly write: Writers
}

export function DataBar({ base, onBase, w, write }: Props) {
  const file = useRef<HTMLInputElement>(null)
  const [csv, setCsv] = useState<Csv>()
  const [columns, setColumns] = useState<CsvColumns>({ customer: '', at: '', amount: '' })
  const [failed, setFailed] = useState(false)

  /** Lets the page say that it counts before it does. */
  const load = (make: () => Base): void => {
    onBase(undefined)
    setTimeout(() => onBase(make()), 30)
  }
  const choose = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return
    const read = await readCsv(chosen)
    setFailed(false)
    setColumns(guessColumns(read))
    setCsv(read)
  }
  const use = (): void => {
    const made = csv && csvBase(csv, columns)
    setFailed(made === undefined)
    if (made === undefined) return
    setCsv(undefined)
    onBase(made)
  }

  return (
    <section class="data" aria-label={w.data}>
      <label class="select">
        <span class="quiet">{w.data}</span>
        <select
          value={base?.source ?? 'sample'}
          onChange={(event) => {
            const { value } = event.currentTarget
            if (value === 'sample') load(sampleBase)
            else if (value === 'million') load(millionBase)
            else {
              event.currentTarget.value = base?.source ?? 'sample'
              file.current?.click()
            }
          }}
        >
          <option value="sample">{w.sample}</option>
          <option value="csv">{base?.source === 'csv' ? base.name : w.ownCsv}</option>
          <option value="million">{w.million}</option>
        </select>
      </label>
      <button type="button" class="plain" onClick={() => file.current?.click()}>
        {w.ownCsv}
      </button>
      <input
        ref={file}
        type="file"
        accept=".csv,text/csv,text/plain"
        class="unseen"
        tabIndex={-1}
        aria-label={w.ownCsv}
        onChange={(event) => {
          choose(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
      <p class="quiet" role="status">
        {base && w.customers(write.count(base.measures.length), base.asOf)}
        {base && base.skipped > 0 && w.skipped(write.count(base.skipped))}
        {w.staysHere}
      </p>
      {csv && (
        <form
          class="columns"
          aria-label={w.columns}
          onSubmit={(event) => {
            event.preventDefault()
            use()
          }}
        >
          <strong>
            {csv.name}: {w.columns}
          </strong>
          {(
            [
              ['customer', w.columnCustomer],
              ['at', w.columnAt],
              ['amount', w.columnAmount],
            ] as const
          ).map(([key, label]) => (
            <label class="select">
              <span class="quiet">{label}</span>
              <select required value={columns[key]} onChange={(event) => setColumns({ ...columns, [key]: event.currentTarget.value })}>
                <option value="">–</option>
                {csv.columns.map((name) => (
                  <option value={name}>{name}</option>
                ))}
              </select>
            </label>
          ))}
          <button type="submit">{w.useColumns}</button>
          <button type="button" class="plain" onClick={() => setCsv(undefined)}>
            {w.cancel}
          </button>
          {failed && (
            <p class="problem" role="alert">
              {w.noRows}
            </p>
          )}
        </form>
      )}
    </section>
  )
}
