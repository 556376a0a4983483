import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { createRandomStream } from '../../src/data/randomStream';

/**
 * Who ends what. A power cut takes all processes at once, `kill -9` the command alone; signals go to the whole group, as
 * a terminal sends them.
 */
export const WAYS = [
  'power cut',
  'GPU process killed',
  'kill -9',
  'SIGTERM',
  'tab process killed',
  'SIGINT',
  'SIGHUP',
] as const;
export type Way = (typeof WAYS)[number];

/** When: at a share of the time that a whole run takes, once so much was kept, or while something is being written. */
export type Moment =
  | { readonly when: 'after'; readonly share: number }
  | { readonly when: 'kept' | 'writing'; readonly nth: number };

export interface Plan {
  readonly way: Way;
  readonly moment: Moment;
}

/** Each way in turn, at random moments, right after a checkpoint, and within the writing of one. */
export function makePlans(count: number, ways: readonly Way[], seed: number): readonly Plan[] {
  const random = createRandomStream(seed, 0);
  return Array.from({ length: count }, (_, i) => {
    const way = ways[i % ways.length] as Way;
    const share = uniformInt(random, 0, 1000) / 1000;
    const nth = uniformInt(random, 1, 3);
    const kinds: readonly Moment[] = [
      { when: 'after', share },
      { when: 'kept', nth },
      { when: 'writing', nth },
    ];
    return { way, moment: kinds[Math.floor(i / ways.length + i) % kinds.length] as Moment };
  });
}

export function describeMoment(moment: Moment): string {
  return moment.when === 'after'
    ? `after ${Math.round(100 * moment.share)} % of a run's time`
    : `${moment.when === 'kept' ? 'after' : 'within'} checkpoint ${moment.nth} since its start`;
}
