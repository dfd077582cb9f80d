/** What a `safe…` twin returns instead of throwing. */
export type Result<T, E> = { readonly success: true; readonly data: T } | { readonly success: false; readonly error: E }

export function success<T>(data: T): { readonly success: true; readonly data: T } {
  return { success: true, data }
}

export function failure<E>(error: E): { readonly success: false; readonly error: E } {
  return { success: false, error }
}
