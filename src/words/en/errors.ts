import type { WeftError } from '../../errors';

/** English is what errors are thrown in. */
export const errors = {
  say: ({ message }: Pick<WeftError, 'code' | 'message' | 'facts'>) => message,
};
