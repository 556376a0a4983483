import type { Browser } from 'playwright';
import { type Language, WORDS } from '../words';
import type { AdapterChoice } from './adapterChoice';
import { readBrowserFacts } from './diagnosis/browserFacts';
import type { Diagnosis } from './diagnosis/diagnosis';
import { launchBrowser } from './launchBrowser';
import { startServer } from './server';
import { openWeftPage, type WeftPage } from './weftPage';

/** What is told of the page. */
export type PageDiagnosis = Pick<Diagnosis, 'log' | 'browser'> & { readonly isCurious?: boolean };

export interface WithWeftPageOptions {
  readonly adapter: AdapterChoice;
  /** Of what is printed. */
  readonly language: Language;
  /** The user's own datasets, by name. */
  readonly datasetFolders?: Readonly<Record<string, string>>;
  /** Hears what the page reports, and of the browser where the work fails, or always. */
  readonly diagnosis?: PageDiagnosis | undefined;
}

/**
 * Serves the page, opens it in a browser without a window, and ends both once the work is done or has failed.
 * @throws CommandError as `startServer`, `launchBrowser` and `openWeftPage` do.
 */
export async function withWeftPage(
  { adapter, language, datasetFolders = {}, diagnosis }: WithWeftPageOptions,
  work: (page: WeftPage, browser: Browser) => Promise<void>,
): Promise<void> {
  await using server = await startServer({ port: 0, datasetFolders });
  const inspect = async (opened: Browser) => {
    if (diagnosis !== undefined) {
      diagnosis.browser = await readBrowserFacts(opened);
    }
  };
  await using browser = await launchBrowser({ headless: true, adapter, inspect });
  const { pageReports } = WORDS[language].terminal;
  if (diagnosis?.isCurious) {
    await inspect(browser);
  }
  try {
    const page = await openWeftPage(browser, server.url, (text) => {
      diagnosis?.log.add('pageReported', { text });
      console.error(pageReports(text));
    });
    await work(page, browser);
  } catch (error) {
    await inspect(browser);
    throw error;
  }
}
