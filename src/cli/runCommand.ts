import { WeftError } from '../errors';
import { CommandError } from './commandError';

/** Runs a command's main function and ends the process: foreseen failures say one sentence and exit with 1. */
export async function runCommand(main: () => Promise<number | void>): Promise<never> {
  try {
    process.exit((await main()) ?? 0);
  } catch (error) {
    const isForeseen = error instanceof CommandError || error instanceof WeftError;
    console.error(isForeseen ? error.message : error);
    process.exit(1);
  }
}
