/**
 * A value with the user's home written as `~` in every text of it, also in file addresses.
 * @param home absolute; where it is `undefined` or the root, nothing is hidden.
 */
export function hideHome<T>(value: T, home: string | undefined): T {
  const spellings = home === undefined ? [] : spellingsOf(home);
  return spellings.length === 0 ? value : (hide(value, new RegExp(spellings.map(patternOf).join('|'), 'giu')) as T);
}

/** Longest first, since one may begin another. */
function spellingsOf(home: string): string[] {
  const plain = home.replace(/[\\/]+$/, '');
  const slashed = plain.replaceAll('\\', '/');
  if (plain === '' || /^[a-z]:$/i.test(plain)) {
    return [];
  }
  return [...new Set([plain, slashed, encodeURI(slashed)])].sort((a, b) => b.length - a.length);
}

/** Not the beginning of a longer name: /home/ann is no part of /home/anna. */
function patternOf(text: string): string {
  return `${text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![\\p{L}\\p{N}_-])`;
}

function hide(value: unknown, home: RegExp): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(home, '~');
  }
  if (Array.isArray(value)) {
    return value.map((item) => hide(item, home));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hide(item, home)]));
  }
  return value;
}
