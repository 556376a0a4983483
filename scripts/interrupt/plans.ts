import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { createRandomStream } from '../../src/data/randomStream';

/** What a command meets; with `kill -9` it alone ends, signals go to its whole group, as a terminal sends them. */
export const COMMAND_WAYS = ['power cut', 'kill -9', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** What a command in a browser meets too. */
export const BROWSER_WAYS = ['GPU process killed', 'tab process killed'] as const;
/** What a page meets. After `browser killed` the same profile is opened again, as after a power cut. */
export const PAGE_WAYS = ['page reloaded', 'browser killed', ...BROWSER_WAYS] as const;
export type Way = (typeof COMMAND_WAYS | typeof PAGE_WAYS)[number];

/** When: at a share of the time that a whole run takes, once so much was kept, or while something is being written. */
export type Moment =
  | { readonly when: 'after'; readonly share: number }
  | { readonly when: 'kept' | 'writing'; readonly nth: number };

export interface Plan {
  readonly way: Way;
  readonly moment: Moment;
}

/** Each way in turn, at moments of each of these kinds in turn. */
export function makePlans(
  count: number,
  { ways, kinds }: { readonly ways: readonly Way[]; readonly kinds: readonly Moment['when'][] },
  seed: number,
): readonly Plan[] {
  const random = createRandomStream(seed, 0);
  return Array.from({ length: count }, (_, i) => {
    const way = ways[i % ways.length] as Way;
    const when = kinds[Math.floor(i / ways.length + i) % kinds.length] as Moment['when'];
    const share = uniformInt(random, 0, 1000) / 1000;
    const nth = uniformInt(random, 1, 3);
    return { way, moment: when === 'after' ? { when, share } : { when, nth } };
  });
}

export function describeMoment(moment: Moment): string {
  return moment.when === 'after'
    ? `after ${Math.round(100 * moment.share)} % of a run's time`
    : `${moment.when === 'kept' ? 'after' : 'within'} checkpoint ${moment.nth} since its start`;
}
