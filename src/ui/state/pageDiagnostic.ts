import { version as tfjs } from '@tensorflow/tfjs/package.json';
import type { AdapterInfo } from '../../gpu/adapter';
import type { DiagnosticFile } from '../../run/diagnostic/diagnosticFile';
import type { EventLog } from '../../run/diagnostic/eventLog';
import { makeDiagnostic } from '../../run/diagnostic/makeDiagnostic';
import type { TrainOptions } from '../../run/options';

/** What the page knows of a failure. */
export interface PageFailure {
  readonly error: unknown;
  readonly log: EventLog;
  readonly adapter: AdapterInfo | undefined;
  /** Of the run, where it was one. */
  readonly config: TrainOptions | undefined;
  /** The page's address after `?`. */
  readonly search: string;
  readonly navigator: Pick<Navigator, 'userAgent' | 'platform'>;
}

/** The diagnostic file of a failure on the page. */
export function makePageDiagnostic({ error, log, adapter, config, search, navigator }: PageFailure): DiagnosticFile {
  return makeDiagnostic({
    work: 'page',
    versions: {
      weft: __WEFT_COMMIT__,
      tfjs,
      node: null,
      browser: navigator.userAgent,
      dawn: null,
      system: navigator.platform,
    },
    adapter: adapter === undefined ? null : { ...adapter, features: [...adapter.features] },
    browser: null,
    asked: Object.fromEntries(new URLSearchParams(search)),
    config: config ?? null,
    error,
    log,
  });
}
