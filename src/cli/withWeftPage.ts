import { type Language, WORDS } from '../words';
import type { AdapterChoice } from './adapterChoice';
import type { CommandBench } from './commandBench';
import type { CommandTrainer } from './commandTrainer';
import { launchBrowser } from './launchBrowser';
import { startServer } from './server';
import { openWeftPage } from './weftPage';

export interface WithWeftPageOptions {
  readonly adapter: AdapterChoice;
  /** Of what is printed. */
  readonly language: Language;
  /** The user's own datasets, by name. */
  readonly datasetFolders?: Readonly<Record<string, string>>;
}

/**
 * Serves the page, opens it in a browser without a window, and ends both once the work is done or has failed.
 * @throws CommandError as `startServer`, `launchBrowser` and `openWeftPage` do.
 */
export async function withWeftPage(
  { adapter, language, datasetFolders = {} }: WithWeftPageOptions,
  work: (page: CommandTrainer & CommandBench) => Promise<void>,
): Promise<void> {
  await using server = await startServer({ port: 0, datasetFolders });
  await using browser = await launchBrowser({ headless: true, adapter });
  const { pageReports } = WORDS[language].terminal;
  await work(await openWeftPage(browser, server.url, (text) => console.error(pageReports(text))));
}
