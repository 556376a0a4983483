/** Clauses one after another, those left out that are empty: for sentences that begin with a name, which stays as it is. */
export function joinClauses(clauses: readonly string[]): string {
  const given = clauses.filter((clause) => clause !== '');
  return given.length === 0 ? '' : `${given.join('; ')}.`;
}

/** The same with a capital. */
export function sentence(clauses: readonly string[]): string {
  const text = joinClauses(clauses);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
