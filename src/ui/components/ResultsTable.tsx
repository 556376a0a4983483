import { useState } from 'preact/hooks';
import { Swatch } from '../../charts/Swatch';
import type { TrainOptions } from '../../run/options';
import type { Words } from '../../words';
import { armCallbacks, armLabel, armName } from '../../words/arms';
import { type Figure as FigureValue, NO_FIGURE } from '../../words/numbers';
import { type Figure, type MemberRow, type Rates, type ResultRow, resultRows } from '../state/resultRows';
import type { RunView } from '../state/runView';
import { seriesOf } from '../state/series';
import { ActionButton } from './ActionButton';
import { useWords } from './languageContext';
import { saveRun } from './saveRun';
import type { StoreProps } from './storeProps';

const NUMBER_COLUMNS = ['learningRate', 'valAccuracy', 'testAccuracy', 'testLoss', 'normalizeGbPerSecond'] as const;

export function ResultsTable({ store }: StoreProps) {
  const words = useWords();
  const { results } = words.trainView;
  const run = store.run.value;
  const plan = run.options ?? store.planned.value;
  const rows = resultRows(seriesOf(plan, run.members), run.throughput, words);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const { file } = run;
  const isOpen = ({ series }: ResultRow) => opened.has(series.key);
  const toggle = ({ series }: ResultRow) => {
    const next = new Set(opened);
    if (!next.delete(series.key)) {
      next.add(series.key);
    }
    setOpened(next);
  };
  return (
    <section class="panel results" aria-labelledby="results-title">
      <div class="panel-head">
        <h2 id="results-title">{results.title}</h2>
        <ActionButton
          testId="download-json"
          disabled={file === undefined}
          onClick={() => file !== undefined && saveRun(file)}
        >
          {results.download}
        </ActionButton>
      </div>
      <p class="caption">{describeRun(run, words)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="table-scroll" aria-label={results.table} tabIndex={0}>
        <table class={run.status === 'failed' ? 'is-failed' : ''} data-testid="results">
          <thead>
            <tr>
              <th scope="col">{results.columns.normalization}</th>
              {NUMBER_COLUMNS.map((key) => (
                <th key={key} scope="col" class="num">
                  {results.columns[key]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {plan !== undefined &&
              rows.map((row) => (
                <ArmRows
                  key={row.series.key}
                  row={row}
                  plan={plan}
                  isOpen={isOpen(row)}
                  onToggle={() => toggle(row)}
                  throughputRows={row.isFirstOfNormalization ? rowsOfNormalization(rows, row, isOpen) : 0}
                />
              ))}
            {rows.length === 0 && (
              <tr>
                <td colSpan={NUMBER_COLUMNS.length + 1} class="empty">
                  {results.noRows}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** How many rows of the table share a normalization's speed. */
function rowsOfNormalization(
  rows: readonly ResultRow[],
  { series }: ResultRow,
  isOpen: (row: ResultRow) => boolean,
): number {
  return rows
    .filter((row) => row.series.arm.normalization === series.arm.normalization)
    .reduce((sum, row) => sum + 1 + (isOpen(row) ? row.memberRows.length : 0), 0);
}

interface ArmRowsProps {
  readonly row: ResultRow;
  /** What tells the arms apart. */
  readonly plan: TrainOptions;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** 0 where an earlier row has the speed. */
  readonly throughputRows: number;
}

function ArmRows({ row, plan, isOpen, onToggle, throughputRows }: ArmRowsProps) {
  const words = useWords();
  const { results } = words.trainView;
  const { series, throughput, memberRows } = row;
  const callbacks = armCallbacks(series.arm, plan, words);
  const hasMembers = memberRows.length > 0;
  const name = (
    <>
      <Swatch look={series.look} />
      <span>
        {armName(series.arm, plan, words)}
        {hasMembers && <span class="chevron" />}
        {callbacks !== '' && <span class="series-callbacks">{callbacks}</span>}
      </span>
    </>
  );
  return (
    <>
      <tr data-normalization={series.arm.normalization}>
        <th scope="row">
          {hasMembers ? (
            <button type="button" class="series-name expander" aria-expanded={isOpen} onClick={onToggle}>
              {name}
              <span class="visually-hidden">{results.itsMembers(memberRows.length)}</span>
            </button>
          ) : (
            <span class="series-name">{name}</span>
          )}
          <Status of={row} />
        </th>
        <FigureCells of={row} memberCount={Math.max(1, memberRows.length)} />
        {throughputRows > 0 && (
          <td class="num" rowSpan={throughputRows} data-column="normalize-gb-per-second">
            {words.numbers.rate(throughput?.normalizeGbPerSecond)}
          </td>
        )}
      </tr>
      {isOpen &&
        memberRows.map((member) => (
          <tr key={member.seed} class="member-row" data-member-of={series.key}>
            <th scope="row">
              <span class="member-name">
                <span class="visually-hidden">{armLabel(series.arm, plan, words)}, </span>
                {results.seed(member.seed)}
              </span>
              <Status of={member} />
            </th>
            <FigureCells of={member} memberCount={1} />
          </tr>
        ))}
    </>
  );
}

function Status({ of }: { readonly of: ResultRow | MemberRow }) {
  return <span class={of.isTroubled ? 'member-status is-troubled' : 'member-status'}>{of.status}</span>;
}

interface FigureCellsProps {
  readonly of: ResultRow | MemberRow;
  readonly memberCount: number;
}

function FigureCells({ of, memberCount }: FigureCellsProps) {
  const { numbers } = useWords();
  const shared = { memberCount };
  return (
    <>
      <RateCell rates={of.rates} />
      <FigureCell {...shared} name="val-accuracy" figure={of.valAccuracy} format={numbers.share} />
      <FigureCell {...shared} name="test-accuracy" figure={of.testAccuracy} format={numbers.share} isChief />
      <FigureCell {...shared} name="test-loss" figure={of.testLoss} format={numbers.loss} />
    </>
  );
}

function RateCell({ rates: { low, high, reductions } }: { readonly rates: Rates }) {
  const { numbers, quantities, trainView } = useWords();
  const [lowest, highest] = [numbers.learningRate(low), numbers.learningRate(high)];
  return (
    <td class="num" data-column="learning-rate">
      {high > low ? trainView.results.rates(lowest, highest) : lowest}
      {reductions > 0 && (
        <span class="spread">
          <span aria-hidden="true">↓ </span>
          {quantities.reductions(reductions)}
        </span>
      )}
    </td>
  );
}

interface FigureCellProps {
  readonly name: string;
  readonly figure: Figure | undefined;
  readonly format: (value: FigureValue) => string;
  readonly memberCount: number;
  readonly isChief?: boolean;
}

function FigureCell({ name, figure, format, memberCount, isChief = false }: FigureCellProps) {
  const { results } = useWords().trainView;
  return (
    <td class={isChief ? 'num chief' : 'num'} data-column={name}>
      {figure === undefined ? NO_FIGURE : format(figure.mean)}
      {figure?.margin !== undefined && <span class="spread">± {format(figure.margin)}</span>}
      {figure !== undefined && figure.count < memberCount && (
        <span class="spread">{results.of(figure.count, memberCount)}</span>
      )}
    </td>
  );
}

function describeRun({ options, status }: RunView, { trainView: { results } }: Words): string {
  if (options === undefined) {
    return results.empty;
  }
  const { heldOutExamples, seeds } = options;
  const description = [
    results.epochsOf(options.epochs, options.trainExamples - heldOutExamples),
    ...(heldOutExamples === 0 ? [] : [results.heldOut(heldOutExamples)]),
    results.batchesOf(options.batchSize),
    seeds === 1 ? results.seed(options.firstSeed) : results.meansOf(seeds),
    results.kernels(options.kernels),
  ].join(' · ');
  return status === 'stopped' ? results.stoppedBeforeEnd(description) : description;
}
