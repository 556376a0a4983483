import { WeftError, type WeftErrorCode } from '../errors';

/** The message of the WeftError that `work` throws. @throws where it throws none of this code. */
export function refusalOf(code: WeftErrorCode, work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof WeftError && error.code === code) {
      return error.message;
    }
    throw error;
  }
  throw new Error('Nothing was refused.');
}
