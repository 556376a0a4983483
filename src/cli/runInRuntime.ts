import type { Browser } from 'playwright';
import type { Language } from '../words';
import type { AdapterChoice } from './adapterChoice';
import type { loadDawn } from './dawn/bundle';
import type { Runtime } from './runtime';
import type { WeftPage } from './weftPage';
import type { PageDiagnosis } from './withWeftPage';

/** Where a command is to be carried out. */
interface Place {
  readonly runtime: Runtime;
  readonly adapter: AdapterChoice;
  /** Of what is printed. */
  readonly language: Language;
  /** The user's own datasets, by name. */
  readonly datasetFolders?: Readonly<Record<string, string>>;
  readonly diagnosis?: PageDiagnosis | undefined;
}

/** How a command is carried out in each runtime. */
interface Ways {
  readonly inPage: (page: WeftPage, browser: Browser) => Promise<void>;
  readonly onDawn: (dawn: Awaited<ReturnType<typeof loadDawn>>) => Promise<void>;
}

/**
 * Carries out a command in the runtime that it names. What it takes for that is loaded now and not before: building and
 * driving a browser take a second to load, and a mistyped option should be answered at once.
 * @throws CommandError as `withWeftPage` and `loadDawn` do.
 */
export async function runInRuntime(place: Place, { inPage, onDawn }: Ways): Promise<void> {
  switch (place.runtime) {
    case 'browser':
      return (await import('./withWeftPage')).withWeftPage(place, inPage);
    case 'dawn':
      return onDawn(await (await import('./dawn/bundle')).loadDawn(place.adapter));
    default:
      place.runtime satisfies never;
  }
}
