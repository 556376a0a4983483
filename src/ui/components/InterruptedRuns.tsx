import { formatKeptName } from '../state/keptName';
import type { ListedRun, RunsStore } from '../state/runsStore';
import { useWords } from './languageContext';
import { Prose } from './Prose';

/** More than these would push the page itself out of sight. */
const MAX_OFFERED = 3;

interface InterruptedRunsProps {
  readonly runs: RunsStore;
  /** A run or a measurement is under way: none can go on now. */
  readonly isBusy: boolean;
}

/** Offers to go on with the runs that were interrupted. */
export function InterruptedRuns({ runs, isBusy }: InterruptedRunsProps) {
  const { offer } = useWords().keptRuns;
  const interrupted = runs.interrupted.value;
  const more = interrupted.length - MAX_OFFERED;
  return interrupted.length === 0 ? null : (
    <section class="offers" aria-label={offer.title} data-testid="offers">
      {interrupted.slice(0, MAX_OFFERED).map((run) => (
        <Offer key={run.about.id} run={run} runs={runs} isBusy={isBusy} />
      ))}
      {more > 0 && (
        <p class="caption">
          <Prose text={offer.more(more)} />
        </p>
      )}
    </section>
  );
}

function Offer({ run, runs, isBusy }: InterruptedRunsProps & { readonly run: ListedRun }) {
  const words = useWords();
  const { offer, open } = words.keptRuns;
  const { about } = run;
  const { reached } = about;
  const isOfAnotherVersion = run.hasCheckpoint && reached !== undefined && reached.commit !== __WEFT_COMMIT__;
  const name = formatKeptName(about, words);
  const text = isOfAnotherVersion
    ? offer.ofAnotherVersion(name, reached.commit)
    : run.hasCheckpoint && reached !== undefined
      ? offer.interrupted(name, { ...reached, epochs: about.config.epochs })
      : offer.interruptedEarly(name);
  return (
    <div class="notice notice-offer">
      <p>
        <Prose text={text} />
      </p>
      <div class="offer-actions">
        {isOfAnotherVersion ? (
          <button type="button" class="button" disabled={isBusy} onClick={() => void runs.open(about)}>
            {open}
          </button>
        ) : (
          <button
            type="button"
            class="button button-primary"
            data-testid="offer-resume"
            disabled={isBusy}
            onClick={() => void runs.goOn(about)}
          >
            {run.hasCheckpoint ? offer.resume : offer.again}
          </button>
        )}
        <button type="button" class="button" data-testid="offer-discard" onClick={() => void runs.remove([about])}>
          {offer.discard}
        </button>
      </div>
    </div>
  );
}
