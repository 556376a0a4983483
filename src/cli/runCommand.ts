import { WeftError } from '../errors';
import { CommandError } from './commandError';

/** Runs a command's main function and ends the process with its exit code; foreseen failures say one sentence and exit with 1. */
export async function runCommand(main: () => Promise<number>): Promise<never> {
  try {
    process.exit(await main());
  } catch (error) {
    const isForeseen = error instanceof CommandError || error instanceof WeftError;
    console.error(isForeseen ? error.message : error);
    process.exit(1);
  }
}
