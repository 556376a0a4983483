import type { ErrorFacts, WeftErrorCode } from '../errors';
import { WORDS } from '../words';
import type { ReportedError } from './diagnosis/diagnosis';
import { languageAskedFor } from './language';
import { printable } from './printable';

/**
 * Runs a command's main function and ends the process with its exit code; foreseen failures say one sentence, in the
 * language that the command line asks for, and exit with 1.
 */
export async function runCommand(main: () => Promise<number>, argv = process.argv.slice(2)): Promise<never> {
  outliveReaders();
  try {
    process.exit(await main());
  } catch (error) {
    console.error(isForeseen(error) ? sayForeseen(error, argv) : error);
    const report = sayReported(error, argv);
    if (report !== undefined) {
      console.error(report);
    }
    process.exit(1);
  }
}

/** Whoever read what is printed may be gone, as `head` is after some lines: the work goes on, and writes its files. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') {
        throw error;
      }
    });
  }
}

type Foreseen = Error & { readonly code?: WeftErrorCode; readonly facts?: ErrorFacts | undefined };

/** By name, since what Dawn runs is a bundle with classes of its own. */
function isForeseen(error: unknown): error is Foreseen {
  return error instanceof Error && (error.name === 'CommandError' || error.name === 'WeftError');
}

/** A `CommandError` has no code: it is said as any other failure. */
export function sayForeseen({ message, code = 'run-failed', facts }: Foreseen, argv: readonly string[]): string {
  return printable(WORDS[languageAskedFor(argv)].errors.say({ code, message, facts }));
}

/** Where the diagnostic file is, where one was to be written. */
export function sayReported(error: unknown, argv: readonly string[]): string | undefined {
  const { reported } = Object(error) as Partial<ReportedError>;
  const { diagnostic } = WORDS[languageAskedFor(argv)].terminal;
  if (reported === undefined) {
    return undefined;
  }
  return 'path' in reported ? diagnostic.written(reported.path) : diagnostic.notWritten(reported.notWritten);
}
