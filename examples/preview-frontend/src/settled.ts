import { useEffect, useState } from 'preact/hooks'

/** A value once it has been still for a moment: for what is too dear for every frame of a slider. */
export function useSettled<T>(value: T, ms = 120): T {
  const [settled, settle] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => settle(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
