import { useMemo, useState } from 'preact/hooks';
import { PRESET_DEFAULTS, type TrainOptions } from '../../run/options';
import { formatKeptName } from '../state/keptName';
import { overlaidSeries } from '../state/overlaid';
import type { ReportStore } from '../state/reportStore';
import { differencesBetween } from '../state/runDifferences';
import type { RunsSelection } from '../state/runsSelection';
import type { RunsStore } from '../state/runsStore';
import type { Views } from '../state/views';
import { Curves } from './Curves';
import { useLanguage, useWords } from './languageContext';
import { Prose } from './Prose';
import { RunRow } from './RunRow';
import { RunsNews } from './RunsNews';
import { saveRun, saveRunCsv } from './saveRun';

export interface RunsViewProps {
  readonly runs: RunsStore;
  readonly selection: RunsSelection;
  readonly report: ReportStore;
  readonly views: Views;
  /** A run or a measurement is under way. */
  readonly isBusy: boolean;
}

/** The runs that are kept: a list, what can be done with those that are chosen, and their curves together. */
export function RunsView({ runs, selection, report, views, isBusy }: RunsViewProps) {
  const { current } = useLanguage();
  const { list } = useWords().keptRuns;
  const listed = runs.runs.value;
  const differences = differencesBetween(listed?.map(({ about }) => about) ?? [], current.value);
  const show = () => views.show('train');
  return (
    <main class="runs-view" aria-busy={listed === undefined}>
      <RunsNews runs={runs} />
      <section class="panel" aria-labelledby="runs-title">
        <div class="panel-head">
          <h2 id="runs-title">{list.title}</h2>
          <ImportRuns runs={runs} />
        </div>
        <p class="caption">{listed?.length === 0 ? <Prose text={list.empty} /> : list.lead}</p>
        {listed !== undefined && listed.length > 0 && (
          <>
            <Toolbar runs={runs} selection={selection} report={report} views={views} />
            <ul class="run-list" data-testid="runs">
              {listed.map((run) => (
                <RunRow
                  key={run.about.id}
                  run={run}
                  runs={runs}
                  differences={differences.get(run.about.id) ?? []}
                  letter={selection.letters.value.get(run.about.id)}
                  isBusy={isBusy}
                  onChoose={() => selection.toggle(run.about.id)}
                  onShow={show}
                />
              ))}
            </ul>
          </>
        )}
      </section>
      <Overlay selection={selection} />
    </main>
  );
}

function ImportRuns({ runs }: Pick<RunsViewProps, 'runs'>) {
  const { list } = useWords().keptRuns;
  const [count, setCount] = useState<number | undefined>(undefined);
  return (
    <div class="runs-import">
      <span role="status" class="caption" data-testid="imported">
        {count !== undefined && runs.problem.value === undefined && list.imported(count)}
      </span>
      <label class="button file-button" for="runs-import">
        {list.import}
        <input
          id="runs-import"
          class="visually-hidden"
          type="file"
          accept=".json,application/json"
          multiple
          data-testid="runs-import"
          onChange={async ({ currentTarget }) => {
            const files = [...(currentTarget.files ?? [])];
            // The same file can be chosen again, corrected.
            currentTarget.value = '';
            setCount(await runs.bringIn(files));
          }}
        />
      </label>
    </div>
  );
}

function Toolbar({ runs, selection, report, views }: Omit<RunsViewProps, 'isBusy'>) {
  const words = useWords();
  const { list } = words.keptRuns;
  const chosen = selection.chosen.value;
  const files = selection.overlaid.value.map(({ file }) => file);
  const compare = () => {
    const names = selection.overlaid.value.map(({ id, file }) => {
      const run = chosen.find(({ about }) => about.id === id);
      return file.name ?? (run === undefined ? '' : formatKeptName(run.about, words));
    });
    report.show(names, files);
    views.show('report');
  };
  const button = (testId: string, label: string, onClick: () => void, isDisabled = files.length === 0) => (
    <button type="button" class="button" data-testid={testId} disabled={isDisabled} onClick={onClick}>
      {label}
    </button>
  );
  return (
    <div class="runs-bar">
      <label class="check" for="choose-all">
        <input
          id="choose-all"
          type="checkbox"
          checked={selection.isAll.value}
          onChange={selection.toggleAll}
          data-testid="choose-all"
        />
        {list.chooseAll}
      </label>
      <p class="caption" role="status">
        {list.chosen(chosen.length)}
      </p>
      <div class="runs-actions">
        {button('runs-compare', list.compare, compare)}
        {button('runs-json', list.exportJson, () => files.forEach(saveRun))}
        {button('runs-csv', list.exportCsv, () => files.forEach(saveRunCsv))}
        {button(
          'runs-delete',
          list.delete,
          () => void runs.remove(chosen.map(({ about }) => about)),
          chosen.length === 0,
        )}
      </div>
    </div>
  );
}

/** The curves of the chosen runs in one pair of charts. */
function Overlay({ selection }: Pick<RunsViewProps, 'selection'>) {
  const overlaid = selection.overlaid.value;
  const series = useMemo(() => overlaidSeries(overlaid), [overlaid]);
  return overlaid.length === 0 ? null : (
    <Curves series={series} plan={planOf(overlaid.map(({ file }) => file.config))} />
  );
}

/** What the key of several runs has to explain: what any of them has. */
function planOf(plans: readonly TrainOptions[]): TrainOptions {
  const has = (isIn: (plan: TrainOptions) => boolean) => plans.some(isIn);
  return {
    ...(plans[0] ?? PRESET_DEFAULTS.quick),
    epochs: Math.max(...plans.map(({ epochs }) => epochs)),
    seeds: Math.max(...plans.map(({ seeds }) => seeds)),
    earlyStopping: has(({ earlyStopping }) => earlyStopping !== 'off') ? 'on' : 'off',
  };
}
