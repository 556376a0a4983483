import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { asWeftError, WeftError } from '../../errors';
import type { RunFile } from '../../run/runFile';
import type { RunView } from './runView';

/** What the Report view reports on. */
export type ReportSource =
  | { readonly kind: 'none' }
  /** The last run of this page that finished. */
  | { readonly kind: 'page'; readonly runs: readonly RunFile[] }
  /** Run files, together; they stay until others are opened or the page's run is asked for. */
  | { readonly kind: 'files'; readonly names: readonly string[]; readonly runs: readonly RunFile[] };

/** A file the user chose, as far as it is read. */
export interface ChosenFile {
  readonly name: string;
  readonly size: number;
  text(): Promise<string>;
}

export interface ReportStore {
  readonly source: ReadonlySignal<ReportSource>;
  /** Whether there is a run of this page to go back to from the files. */
  readonly hasPageRun: ReadonlySignal<boolean>;
  /** Why files could not be opened; what was shown before still is. */
  readonly error: ReadonlySignal<WeftError | undefined>;
  /** Shows all the files, or none of them. @param readRunFile throws a `WeftError` for what is no run. */
  open(files: readonly ChosenFile[], readRunFile: (text: string, name: string) => RunFile): Promise<void>;
  /** Shows runs that are known already, by their names. */
  show(names: readonly string[], runs: readonly RunFile[]): void;
  showPageRun(): void;
}

/** Many times what a run of twenty members takes: more is another kind of file, and would only block the page. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

export function createReportStore(run: ReadonlySignal<RunView>): ReportStore {
  const pageRun = signal<RunFile | undefined>(undefined);
  const files = signal<Extract<ReportSource, { kind: 'files' }> | undefined>(undefined);
  const error = signal<WeftError | undefined>(undefined);

  effect(() => {
    const { status, file } = run.value;
    if (status === 'finished' && file !== undefined) {
      pageRun.value = file;
    }
  });

  const source = computed<ReportSource>(() => {
    if (files.value !== undefined) {
      return files.value;
    }
    return pageRun.value === undefined ? { kind: 'none' } : { kind: 'page', runs: [pageRun.value] };
  });

  return {
    source,
    hasPageRun: computed(() => pageRun.value !== undefined),
    error,
    open: async (chosen, readRunFile) => {
      if (chosen.length === 0) {
        return;
      }
      try {
        const runs = await Promise.all(chosen.map(async (file) => readRunFile(await readRunText(file), file.name)));
        files.value = { kind: 'files', names: chosen.map(({ name }) => name), runs };
        error.value = undefined;
      } catch (reason) {
        error.value = asWeftError(reason);
      }
    },
    show: (names, runs) => {
      files.value = { kind: 'files', names, runs };
      error.value = undefined;
    },
    showPageRun: () => {
      files.value = undefined;
      error.value = undefined;
    },
  };
}

/** @throws WeftError `bad-option` where it is too large to be one. */
export async function readRunText(file: ChosenFile): Promise<string> {
  if (file.size > MAX_FILE_BYTES) {
    const [mebibytes, most] = [Math.round(file.size / 2 ** 20), MAX_FILE_BYTES / 2 ** 20];
    throw new WeftError('bad-option', `${file.name} has ${mebibytes} MiB; a run file has at most ${most} MiB.`, {
      facts: { about: 'large-file', file: file.name, mebibytes, most },
    });
  }
  return file.text();
}
