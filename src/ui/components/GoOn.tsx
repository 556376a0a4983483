import { canGoOn } from '../../run/keptRun';
import type { RunsStore } from '../state/runsStore';
import { useWords } from './languageContext';
import { Prose } from './Prose';

/** What can be done with the run that is shown, where it was stopped or failed: go on with it, or test it as it is. */
export function GoOn({ runs, isBusy }: { readonly runs: RunsStore; readonly isBusy: boolean }) {
  const { offer } = useWords().keptRuns;
  const run = runs.runs.value?.find(({ about }) => about.id === runs.currentId.value);
  if (run === undefined || isBusy || run.isHeld || !run.hasCheckpoint || !canGoOn(run.about)) {
    return null;
  }
  const { about } = run;
  return (
    <div class="notice notice-offer" data-testid="go-on">
      <p>
        <Prose text={offer.canGoOn} />
      </p>
      <div class="offer-actions">
        <button type="button" class="button" data-testid="go-on-resume" onClick={() => void runs.goOn(about)}>
          {offer.resume}
        </button>
        <button type="button" class="button" data-testid="go-on-test" onClick={() => void runs.test(about)}>
          {offer.test}
        </button>
      </div>
    </div>
  );
}
