import type { FuzzCommand } from './fuzzCommand';
import type { FuzzKind } from './fuzzTarget';
import type { FuzzResult } from './runFuzz';

export function formatResult(kind: FuzzKind, says: string, result: FuzzResult, elapsedMs: number): string {
  const { cases, taken, refused, slowestMs, failure } = result;
  const verdict = failure === undefined ? '' : 'FAILED, ';
  const counts = `${cases} cases, ${taken} read, ${refused} refused`;
  return `${kind} (${says}): ${verdict}${counts}, the slowest in ${Math.ceil(slowestMs)} ms; ${(elapsedMs / 1000).toFixed(1)} s`;
}

const MOST_CHARACTERS = 1500;
const MOST_LINES = 8;

/** What fails, how it is tried again, and where it was thrown. */
export function formatFailure(
  kind: FuzzKind,
  { cases, seed }: Pick<FuzzCommand, 'cases' | 'seed'>,
  { smallestCase, error }: NonNullable<FuzzResult['failure']>,
): string {
  const text = typeof smallestCase === 'string' ? smallestCase : JSON.stringify(smallestCase);
  return [
    `  again: npm run fuzz -- --only ${kind} --seed ${seed} --cases ${cases}`,
    `  smallest case: ${shorten(text)}`,
    ...error
      .split('\n')
      .slice(0, MOST_LINES)
      .map((line) => `  ${shorten(line)}`),
  ].join('\n');
}

function shorten(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
