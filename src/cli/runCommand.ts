/** Runs a command's main function and ends the process with its exit code; foreseen failures say one sentence and exit with 1. */
export async function runCommand(main: () => Promise<number>): Promise<never> {
  try {
    process.exit(await main());
  } catch (error) {
    console.error(isForeseen(error) ? error.message : error);
    process.exit(1);
  }
}

/** By name, since what Dawn runs is a bundle with classes of its own. */
function isForeseen(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'CommandError' || error.name === 'WeftError');
}
