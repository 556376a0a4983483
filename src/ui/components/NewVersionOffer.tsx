import type { Away } from '../away/attend';
import type { RunsStore } from '../state/runsStore';
import { useWords } from './languageContext';
import { Prose } from './Prose';

interface NewVersionOfferProps {
  readonly away: Away;
  readonly runs: RunsStore;
}

/** Offers a newer version of the page, to be loaded when no tab is at work. */
export function NewVersionOffer({ away, runs }: NewVersionOfferProps) {
  const { newVersion: words } = useWords().away;
  const { newVersion, isAnyAtWork } = away;
  const isBusy = isAnyAtWork.value;
  const bound = runs.interrupted.value.filter(
    ({ about, hasCheckpoint }) => hasCheckpoint && about.reached?.commit === __WEFT_COMMIT__,
  ).length;
  return (
    // Always there: what comes into it is announced.
    <div class="new-version" role="status">
      {newVersion?.isOffered.value === true && (
        <div class="notice notice-offer" data-testid="new-version">
          <p>
            <Prose text={words.offer} /> {isBusy ? words.afterWork : bound > 0 && words.interrupted(bound)}
          </p>
          <button
            type="button"
            class="button"
            data-testid="load-new-version"
            disabled={isBusy}
            onClick={() => newVersion.load()}
          >
            {words.load}
          </button>
        </div>
      )}
    </div>
  );
}
