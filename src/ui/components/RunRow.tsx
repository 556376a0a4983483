import { useState } from 'preact/hooks';
import { trainedEpochs } from '../../run/curves';
import { bestAccuracy, canGoOn } from '../../run/keptRun';
import { countMembers } from '../../run/options';
import type { Words } from '../../words';
import { formatKeptName, isNamed } from '../state/keptName';
import type { Difference } from '../state/runDifferences';
import type { ListedRun, RunsStore } from '../state/runsStore';
import { useWords } from './languageContext';

interface RunRowProps {
  readonly run: ListedRun;
  readonly runs: RunsStore;
  readonly differences: readonly Difference[];
  /** What its curves are called while it is chosen. */
  readonly letter: string | undefined;
  readonly isBusy: boolean;
  readonly onChoose: () => void;
  /** It was opened, or goes on: the Train view shows it. */
  readonly onShow: () => void;
}

/** A run of the list: what it is, how far it came, and what can be done with it. */
export function RunRow({ run, runs, differences, letter, isBusy, onChoose, onShow }: RunRowProps) {
  const words = useWords();
  const { list } = words.keptRuns;
  const { about } = run;
  const name = formatKeptName(about, words);
  const best = run.result && bestAccuracy(run.result);
  const [isRenamed, setRenamed] = useState(false);
  const isHere = runs.currentId.value === about.id;
  const state = stateOf(run, isHere);
  return (
    <li class="run-row" data-testid="run" data-state={state}>
      <label class="run-choice" for={`choose-${about.id}`}>
        <input
          id={`choose-${about.id}`}
          type="checkbox"
          checked={letter !== undefined}
          onChange={onChoose}
          aria-label={list.choose(name)}
        />
        <span class="run-letter" aria-hidden="true">
          {letter}
        </span>
      </label>
      <div class="run-name">
        {isRenamed ? (
          <RenameForm run={run} runs={runs} onDone={() => setRenamed(false)} />
        ) : (
          <strong data-testid="run-name">{name}</strong>
        )}
        <span class="caption">{describeRun(run, differences, words)}</span>
        {about.failure !== undefined && <span class="run-failure">{list.failure(about.failure)}</span>}
      </div>
      <div class="run-state">
        <span class={`state state-${STATE_LOOKS[state]}`} data-testid="run-state">
          {list.states[state]}
        </span>
        <span class="caption">{describeProgress(run, isHere, words)}</span>
      </div>
      <div class="run-best">
        <span class="caption">{list.bestAccuracy}</span>
        <strong data-testid="run-best">{best === undefined ? list.notTested : words.numbers.share(best)}</strong>
      </div>
      <fieldset class="run-actions" aria-label={list.actionsOf(name)}>
        <RunActions run={run} runs={runs} isBusy={isBusy} onShow={onShow} onRename={() => setRenamed(true)} />
      </fieldset>
    </li>
  );
}

function RunActions({
  run,
  runs,
  isBusy,
  onShow,
  onRename,
}: Pick<RunRowProps, 'run' | 'runs' | 'isBusy' | 'onShow'> & { readonly onRename: () => void }) {
  const { open, offer, list } = useWords().keptRuns;
  const { about, isHeld } = run;
  const isUnknown = run.result === undefined && !run.hasCheckpoint;
  const canResume = canGoOn(about) && !isHeld && (run.hasCheckpoint || about.state === 'unfinished');
  return (
    <>
      <button
        type="button"
        class="button"
        data-testid="run-open"
        disabled={isBusy || isUnknown}
        onClick={() => void runs.open(about).then(onShow)}
      >
        {open}
      </button>
      {canResume && (
        <button
          type="button"
          class="button"
          data-testid="run-resume"
          disabled={isBusy}
          onClick={() => {
            void runs.goOn(about);
            onShow();
          }}
        >
          {run.hasCheckpoint ? offer.resume : offer.again}
        </button>
      )}
      <button type="button" class="button" data-testid="run-rename" onClick={onRename}>
        {list.rename}
      </button>
      <button
        type="button"
        class="button"
        data-testid="run-delete"
        disabled={isHeld}
        onClick={() => void runs.remove([about])}
      >
        {list.delete}
      </button>
    </>
  );
}

function RenameForm({ run, runs, onDone }: Pick<RunRowProps, 'run' | 'runs'> & { readonly onDone: () => void }) {
  const words = useWords();
  const { list } = words.keptRuns;
  const { about } = run;
  const [text, setText] = useState(isNamed(about) ? about.name : '');
  return (
    <form
      class="rename"
      onSubmit={(event) => {
        event.preventDefault();
        void runs.rename(about, text).then(onDone);
      }}
      onKeyDown={({ key }) => key === 'Escape' && onDone()}
    >
      <input
        type="text"
        maxLength={200}
        value={text}
        placeholder={formatKeptName(about, words)}
        aria-label={list.newName(formatKeptName(about, words))}
        data-testid="new-name"
        ref={focusOnce}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <button type="submit" class="button button-primary">
        {list.save}
      </button>
      <button type="button" class="button" onClick={onDone}>
        {list.cancel}
      </button>
    </form>
  );
}

/** The field is there because it was asked for: it is what is typed into next. */
function focusOnce(field: HTMLInputElement | null): void {
  field?.focus();
}

type ShownState = keyof Words['keptRuns']['list']['states'];

function stateOf({ about, isHeld }: ListedRun, isHere: boolean): ShownState {
  return isHeld ? (isHere ? 'training' : 'elsewhere') : about.state;
}

const STATE_LOOKS = {
  training: 'running',
  elsewhere: 'running',
  unfinished: 'interrupted',
  stopped: 'stopped',
  failed: 'failed',
  finished: 'finished',
} as const satisfies Readonly<Record<ShownState, string>>;

/** What tells it from the others; when it began, where its name does not say so; and how large it is. */
function describeRun({ about }: ListedRun, differences: readonly Difference[], words: Words): string {
  const { config, startedAt } = about;
  const { list } = words.keptRuns;
  return [
    ...(isNamed(about) ? [words.runName(config.preset, startedAt)] : []),
    list.members(countMembers(config)),
    ...(differences.some(({ key }) => key === 'epochs') ? [] : [list.epochs(config.epochs)]),
    ...differences.map(({ label, value }) => `${label} ${value}`),
  ].join(' · ');
}

/** How far a run came that did not end by itself, and which one the Train view shows. */
function describeProgress({ about, result }: ListedRun, isHere: boolean, { keptRuns: { list } }: Words): string {
  const { state, config } = about;
  const membersDone = result === undefined ? about.reached?.membersDone : undefined;
  const done = result === undefined ? about.reached?.epochsDone : trainedEpochs(result.members);
  const reached = membersDone === undefined ? undefined : list.afterMembers(membersDone, countMembers(config));
  return [
    ...(state === 'finished' || done === undefined ? [] : [reached ?? list.after(done, config.epochs)]),
    ...(isHere ? [list.shown] : []),
  ].join(' · ');
}
