import { appendFile } from 'node:fs/promises';
import { messageOf, WeftError } from '../../errors';
import type { Words } from '../../words';
import { type Output, type OutputContent, requireReplaceable } from './outputs';
import { replaceFile } from './replaceFile';
import { pathKind } from './targetPath';

export interface Written {
  readonly path: string;
  readonly bytes: number;
}

/** Makes what is written of a result: a text for each content that the outputs ask for. */
export type Contents = Readonly<Partial<Record<OutputContent, () => string | Promise<string>>>>;

/**
 * Writes the files of a result, each by itself: one that cannot be written takes no other with it.
 * @param keptAs the run as the store names it, for whoever has to get it from there.
 * @throws WeftError `file-not-written` once all were tried, which names those that are there and those that are not.
 */
export async function writeOutputs(
  outputs: readonly Output[],
  contents: Contents,
  keptAs?: string,
): Promise<readonly Written[]> {
  const written: Written[] = [];
  const failed: { readonly path: string; readonly reason: string }[] = [];
  for (const output of outputs) {
    const { path } = output;
    try {
      written.push({ path, bytes: await writeOutput(output, await requireContent(contents, output.content)) });
    } catch (error) {
      failed.push({ path, reason: messageOf(error) });
    }
  }
  if (failed.length > 0) {
    throw notWritten(
      failed,
      written.map(({ path }) => path),
      keptAs,
    );
  }
  return written;
}

/** Says which files there are now; a device or a pipe that was written to is none. */
export function tellWritten(written: readonly Written[], { terminal }: Words, say = console.log): void {
  for (const { path } of written.filter((file) => pathKind(file.path) !== 'stream')) {
    say(terminal.wrote(path));
  }
}

function requireContent(contents: Contents, content: OutputContent): string | Promise<string> {
  const make = contents[content];
  if (make === undefined) {
    throw new Error(`There is no ${content} of this result.`);
  }
  return make();
}

async function writeOutput(output: Output, text: string): Promise<number> {
  if (pathKind(output.path) === 'stream') {
    await appendFile(output.path, text);
  } else {
    // Hours may have gone by since it was asked first.
    requireReplaceable(output);
    await replaceFile(output.path, text);
  }
  return Buffer.byteLength(text);
}

function notWritten(
  failed: readonly { readonly path: string; readonly reason: string }[],
  written: readonly string[],
  keptAs: string | undefined,
): WeftError {
  const sentences = [
    `${failed.map(({ path, reason }) => `${path} could not be written (${reason})`).join('; ')}.`,
    ...(written.length === 0 ? [] : [`Written: ${written.join(', ')}.`]),
    ...(keptAs === undefined
      ? []
      : [`The run is kept as ${keptAs}; npm run runs -- export ${keptAs} writes its files.`]),
  ];
  return new WeftError('file-not-written', sentences.join(' '), {
    facts: { about: 'files-not-written', failed, written, keptAs },
  });
}
