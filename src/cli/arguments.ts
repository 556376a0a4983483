import { type Command, CommanderError } from 'commander';
import { badOption, shorten } from '../errors';
import { CommandError } from './commandError';

/**
 * The options of the command line.
 * @throws CommandError for an unknown option, a missing value or a stray argument, in one sentence.
 */
export function parseArguments<T extends object>(program: Command, argv: readonly string[] = process.argv.slice(2)): T {
  program
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .allowExcessArguments(false);
  try {
    return program.parse(argv, { from: 'user' }).opts<T>();
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode !== 0) {
      throw new CommandError(sentence(error.message));
    }
    if (error instanceof CommanderError) {
      process.exit(0);
    }
    throw error;
  }
}

/** More than any option with what it may have been meant for. */
const MOST_SHOWN = 200;

/** Commander's "error: unknown option '--x'\n(Did you mean --y?)" as a sentence. */
function sentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
  return `${shorten(`${text.charAt(0).toUpperCase()}${text.slice(1)}`, MOST_SHOWN)}; --help lists the options.`;
}

/** @throws WeftError `bad-option` for anything but a port number; 0 means any free port. */
export function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) {
    throw badOption('port', `"${text}"`, {
      en: 'a whole number from 0 to 65535',
      es: 'un número entero de 0 a 65535',
    });
  }
  return port;
}
