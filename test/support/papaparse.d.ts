/** The part of papaparse that tests use; it comes without types. */
declare module 'papaparse' {
  const Papa: { parse<T>(text: string, options: { header: true; skipEmptyLines: true }): { data: T[] } }
  export default Papa
}
