import { WeftError } from '../../errors';

/** What may occupy the device, in the words of its refusals. */
export type Occupation = 'run' | 'bench';

const REMEDIES: Readonly<Record<Occupation, string>> = {
  run: 'A run is going on already; stop it first.',
  bench: 'The bench is measuring; stop it first.',
};

/** @throws WeftError `run-failed` while something else is going on. */
export type Occupy = <T>(occupation: Occupation, work: () => Promise<T>) => Promise<T>;

/** One piece of work at a time. */
export function createOccupy(): Occupy {
  let occupation: Occupation | undefined;
  return async (wanted, work) => {
    if (occupation !== undefined) {
      throw new WeftError('run-failed', REMEDIES[occupation]);
    }
    occupation = wanted;
    try {
      return await work();
    } finally {
      occupation = undefined;
    }
  };
}
